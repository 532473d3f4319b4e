/** Has one more attempt made where the last ones led nowhere; any other words do so too, and are told it. */
export const TRY_AGAIN = 'try again';
/** Leaves the work as it is, and lets it in. */
export const LEAVE_IT = 'leave it';
