// SPDX-License-Identifier: MIT

/** Memory accesses by what was decided about them. */
export interface NullCheckStatistics {
  /** Compared at run time. */
  checked: number;
  /** Known to be valid: stack frames, thread-local storage, locals that were checked. */
  known: number;
  /** Constant addresses, decided at link time. */
  constant: number;
  /** The static offset is an address, the operand an index. */
  indexed: number;
}

/** What the post-link step did. */
export interface PostlinkStatistics {
  /** Functions in the linked module, imports left out. */
  functions: number;
  /** Functions that can call themselves by direct calls. */
  recursiveFunctions: number;
  accesses: NullCheckStatistics;
  /** Comparisons of the stack pointer with its limit. */
  stackChecks: number;
  /** Calls of the probe in front of system calls. */
  stackProbes: number;
  /** Size of the code section before and after, in bytes. */
  codeBytesBefore: number;
  codeBytesAfter: number;
}
