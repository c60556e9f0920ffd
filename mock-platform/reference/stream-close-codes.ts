/** How the platform ends a box's stream (WebSocket close codes, RFC 6455 §7.4). */
export const streamCloseCodes: Record<number, string> = {
  1001: 'the platform stops or restarts: connect again',
  1009: 'a frame over 64 KiB',
  1011: 'a fault of the platform: connect again, send again',
  4000: 'replaced: the same box has connected anew',
  4001: 'the box has been shut out',
};
