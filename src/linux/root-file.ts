// SPDX-License-Identifier: MIT
/** Entries of a host's root file system as recipes and scenarios bring them. */
import type { FileTree } from "./ninep/tree.ts";

/** One entry; folders stand before what is in them. Modes are permission bits. */
export type RootFile =
  | { readonly kind: "folder"; readonly path: string; readonly mode: number }
  | { readonly kind: "symlink"; readonly path: string; readonly target: string }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly mode: number;
      readonly bytes: Uint8Array;
      /** Hexadecimal; programs have it, so that none is hashed twice. */
      readonly sha256?: string | undefined;
    };

export interface Ownership {
  readonly uid?: number;
  readonly gid?: number;
}

/** Puts entries into a tree; bytes are shared until the guest changes them. */
export function addRootFiles(
  tree: FileTree,
  files: readonly RootFile[],
  owner: Ownership = {},
): void {
  for (const file of files) {
    switch (file.kind) {
      case "folder":
        tree.addDirectory(file.path, { mode: file.mode, ...owner });
        break;
      case "symlink":
        tree.addSymlink(file.path, file.target, owner);
        break;
      case "file": {
        const { bytes, sha256 } = file;
        tree.addFile(file.path, { bytes, sha256 }, { mode: file.mode, ...owner });
        break;
      }
    }
  }
}
