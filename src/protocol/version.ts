/**
 * Version of the messages between service and runner. It rises when a message changes so that an older side would
 * misread it; adding an optional field does not raise it.
 */
export const PROTOCOL_VERSION = 1;

/** Every request of a runner carries its protocol version in this header. */
export const PROTOCOL_HEADER = 'planwright-protocol';
