// SPDX-License-Identifier: MIT
/** Numbers of system calls to names, for messages: from the header that the kernel's build made. */

/** `{ "0": "io_setup", … }` in order of number, of `#define __NR_name number` lines. */
export function syscallNames(header: string): string {
  const names: Record<string, string> = {};
  for (const [, name, number] of header.matchAll(/^#define __NR_(\w+) (\d+)$/gm)) {
    if (name !== undefined && number !== undefined && name !== "syscalls") names[number] = name;
  }
  if (names["0"] === undefined) throw new Error("Cannot read the header of system calls");
  return `${JSON.stringify(names, undefined, 1)}\n`;
}
