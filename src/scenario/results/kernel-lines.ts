// SPDX-License-Identifier: MIT
/** What a kernel's last lines say: why it ended, and which of them have to do with that. */

/** Hosts boot from -2 s to time 0; a kernel's own time, in its lines, begins there. */
const BOOT_S = 2;
/** Lines that are older than this have hardly to do with an end. */
const RECENT_S = 60;
const PANIC = /Kernel panic - not syncing: (.*)/;

/** The kernel's word on its end; undefined: there is none. */
export function panicReason(text: string): string | undefined {
  return text
    .split("\n")
    .findLast((line) => PANIC.test(line))
    ?.match(PANIC)?.[1];
}

/**
 * The lines of the last minute before a kernel's end, without those of its boot. Lines without a
 * time, which are the engine's, go with the one before them.
 * @param atNs virtual time of the end
 */
export function recentLines(text: string, atNs: number): readonly string[] {
  const lines = text.trimEnd().split("\n");
  const firstS = atNs < 0 ? 0 : Math.max(BOOT_S, atNs / 1e9 + BOOT_S - RECENT_S);
  const isOld = (line: string): boolean => {
    const [, time] = /^\[ *(\d+\.\d+)\] /.exec(line) ?? [];
    return time !== undefined && Number(time) < firstS;
  };
  return lines.slice(lines.findLastIndex(isOld) + 1);
}
