/** The fields that say what an effect is about; all others are what it is to become. */
export const SUBJECT_FIELDS = ['task', 'issue', 'to', 'comment', 'branch'] as const;
