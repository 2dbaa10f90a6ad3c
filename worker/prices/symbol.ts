/** A symbol in capitals: what queries may name is what files may bring. */
export const symbolPattern = /^[A-Z0-9^][A-Z0-9.^=-]{0,19}$/;
