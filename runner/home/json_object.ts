/** An object of JSON. */
export type JsonObject = { readonly [key: string]: unknown };

/** Both, object by object; where they differ, `theirs`. */
export function merged(ours: JsonObject, theirs: JsonObject): JsonObject {
  const both = Object.entries(theirs).map(([key, value]) => {
    const own = ours[key];
    return [key, isObject(own) && isObject(value) ? merged(own, value) : value] as const;
  });
  return { ...ours, ...Object.fromEntries(both) };
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
