// SPDX-License-Identifier: MIT
/**
 * Where a simulated host differs from a Linux machine, and why that is so: each stands in
 * docs/limitations.md too. One that is no longer seen fails the test, so that the list stays true.
 */

export interface Difference {
  readonly program: string;
  /** The line as it is on this machine. */
  readonly native: string;
  /** The line on a simulated host. */
  readonly simulated: string;
  readonly reason: string;
}

const noAttributes = "the root file system has no extended attributes";
const noPinning = "the kernel cannot take pages of a program over into a pipe";
const noMarks = "with 9P's cache=none a folder that nobody holds open is another inode each time";
const notInNineP = "the root file system is 9P2000.L, which has no message for it";
const noPageCache = "without page tables a file's pages cannot be shared with a program";
const noShmem = "the kernel builds memfd_create only together with shmem, which needs page tables";
const noAddress = "the engine does not tell the address of an access outside of the memory";

function differs(program: string, reason: string, pairs: readonly string[]): Difference[] {
  return pairs.map((pair) => {
    const [label = "", native = "", simulated = ""] = pair.split(/: (?=[^:]*$)| -> /);
    return { program, reason, native: `${label}: ${native}`, simulated: `${label}: ${simulated}` };
  });
}

export const differences: readonly Difference[] = [
  ...differs("fault-address", noAddress, [
    "wild read: si_addr is near null: no -> yes",
    "wild write: si_addr is near null: no -> yes",
  ]),
  ...differs("file-attributes", noAttributes, [
    "getxattr of what is not set: ENODATA -> EOPNOTSUPP",
  ]),
  ...differs("file-copy", noPinning, ["vmsplice: 6 -> EFAULT", "vmsplice: 'vector' -> ''"]),
  ...differs("file-limits", notInNineP, [
    "fallocate: ok -> EOPNOTSUPP",
    "posix_fallocate: ok -> EOPNOTSUPP",
    "fallocate that keeps the size: ok -> EOPNOTSUPP",
    "fallocate that punches a hole: ok -> EOPNOTSUPP",
    "renameat2 EXCHANGE: ok -> EINVAL",
    "renameat2 NOREPLACE to a free one: ok -> EINVAL",
    "O_TMPFILE: ok -> EOPNOTSUPP",
  ]),
  ...differs("file-limits", noAttributes, ["setxattr: ok -> EOPNOTSUPP"]),
  ...differs("file-limits", noPageCache, ["shared and written mapping of a file: ok -> ENODEV"]),
  ...differs("file-memory", noShmem, ["memfd_create: ok -> ENOSYS"]),
  ...differs("file-watch", noMarks, ["events on the root file system: 1 -> 0"]),
];

/**
 * What a simulated host is expected to print, from what this machine prints. A machine may lack
 * what a simulated host lacks: file systems are not all alike.
 * @returns the text, and the differences of the program of which neither line is there
 */
export function withDifferences(
  program: string,
  stdout: string,
): { readonly expected: string; readonly unseen: readonly Difference[] } {
  const lines = stdout.split("\n");
  const unseen: Difference[] = [];
  for (const difference of differences.filter((one) => one.program === program)) {
    const index = lines.indexOf(difference.native);
    if (index !== -1) lines[index] = difference.simulated;
    else if (!lines.includes(difference.simulated)) unseen.push(difference);
  }
  return { expected: lines.join("\n"), unseen };
}
