import "server-only";

/** Bytes as whole megabytes (MiB), rounded down. */
export function megabytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}
