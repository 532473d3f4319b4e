/**
 * Whose doing a remark on a run tells of, and whether it counted. `done`: a person did or decided it. `in_vain`: a person asked for
 * it, and nothing followed, or it was undone. `seen`: no person's doing, such as a failing check, or what could not be done.
 */
export type NoticeSort = 'done' | 'in_vain' | 'seen';
