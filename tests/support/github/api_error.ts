/** An answer of GitHub that is no success. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Record<string, unknown>, headers: Readonly<Record<string, string>> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const documentation = 'https://docs.github.com/rest';

/** An error with a message alone. */
export function refused(status: number, message: string): ApiError {
  return new ApiError(status, { message, documentation_url: documentation, status: `${status}` });
}

/** 404, which GitHub also says of what one may not see. */
export function notFound(): ApiError {
  return refused(404, 'Not Found');
}

/** 403 for an app without the permission. */
export function notAccessible(): ApiError {
  return refused(403, 'Resource not accessible by integration');
}

/** 422 with the list of errors as GitHub writes it. */
export function validationFailed(
  resource: string,
  error: { field?: string; code: string; message?: string },
): ApiError {
  return new ApiError(422, {
    message: 'Validation Failed',
    errors: [{ resource, ...error }],
    documentation_url: documentation,
    status: '422',
  });
}
