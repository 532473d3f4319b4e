/** Whether GitHub answered a request with this HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'status' in error && error.status === status;
}
