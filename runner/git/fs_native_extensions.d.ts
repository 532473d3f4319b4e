/** What we use of `fs-native-extensions`, which brings no types. */
declare module 'fs-native-extensions' {
  /** Locks an open file for writing; false if somebody else holds it. The system frees it when the last holder ends. */
  export function tryLock(fileDescriptor: number): boolean;
}
