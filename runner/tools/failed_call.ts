/** The line of the error output after which stands why a called function failed. */
export const FAILED_CALL = 'planwright: the function failed';
