// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createDirectory, createFile } from "../linux/ninep/create.ts";
import { readFile, truncateFile, writeFile } from "../linux/ninep/data.ts";
import { Directory, RegularFile, Symlink } from "../linux/ninep/inodes.ts";
import { rename, unlink } from "../linux/ninep/naming.ts";
import { FileTree } from "../linux/ninep/tree.ts";
import { mountFolder } from "./folder-mount.ts";

const owner = { mode: 0o644, uid: 0, gid: 0 };

interface Mounted {
  readonly folder: string;
  readonly tree: FileTree;
  readonly top: Directory;
}

function mounted(): Mounted {
  const folder = fs.mkdtempSync(join(tmpdir(), "dce-mount-"));
  fs.mkdirSync(join(folder, "sub"));
  fs.writeFileSync(join(folder, "data.txt"), "hello");
  fs.writeFileSync(join(folder, "sub/run"), "x", { mode: 0o700 });
  fs.symlinkSync("/etc/passwd", join(folder, "out"));
  const tree = new FileTree({ now: () => 0n });
  tree.addDirectory("/mnt");
  mountFolder(tree, "/mnt", folder);
  const top = tree.lookup("/mnt");
  assert.ok(top instanceof Directory);
  return { folder, tree, top };
}

function write(tree: FileTree, file: RegularFile, position: number, text: string): void {
  const bytes = new TextEncoder().encode(text);
  writeFile(tree, file, position, bytes, 0, bytes.length);
}

function fileAt(tree: FileTree, path: string): RegularFile {
  const file = tree.lookup(path);
  assert.ok(file instanceof RegularFile);
  return file;
}

test("what stands in the folder is seen", () => {
  const { tree } = mounted();
  assert.deepEqual(tree.list("/mnt"), ["data.txt", "out", "sub"]);
  assert.equal(new TextDecoder().decode(tree.read("/mnt/data.txt")), "hello");
  assert.equal(fileAt(tree, "/mnt/sub/run").mode & 0o777, 0o755);
});

test("a link that leads out leads nowhere", () => {
  const { tree } = mounted();
  assert.ok(tree.lookup("/mnt/out", { followLast: false }) instanceof Symlink);
  assert.equal(tree.lookup("/mnt/out"), undefined);
});

test("what is written is in the folder at once", () => {
  const { folder, tree, top } = mounted();
  write(tree, fileAt(tree, "/mnt/data.txt"), 5, " world");
  assert.equal(fs.readFileSync(join(folder, "data.txt"), "utf8"), "hello world");
  truncateFile(tree, fileAt(tree, "/mnt/data.txt"), 2);
  assert.equal(fs.readFileSync(join(folder, "data.txt"), "utf8"), "he");

  const made = createDirectory(tree, top, "made", { ...owner, mode: 0o755 });
  write(tree, createFile(tree, made, "new", owner), 0, "new");
  assert.equal(fs.readFileSync(join(folder, "made/new"), "utf8"), "new");
});

test("renamed and removed there too; what is open can still be read", () => {
  const { folder, tree, top } = mounted();
  const sub = tree.lookup("/mnt/sub");
  assert.ok(sub instanceof Directory);
  rename(tree, top, "data.txt", sub, "moved");
  assert.equal(fs.readFileSync(join(folder, "sub/moved"), "utf8"), "hello");
  const file = fileAt(tree, "/mnt/sub/moved");
  tree.acquire(file);
  unlink(tree, sub, "moved", "file");
  assert.equal(fs.existsSync(join(folder, "sub/moved")), false);
  const bytes = new Uint8Array(5);
  assert.equal(readFile(tree, file, 0, bytes, 0, 5), 5);
  assert.equal(new TextDecoder().decode(bytes), "hello");
  tree.release(file);
});

test("a rename over a file replaces it", () => {
  const { folder, tree, top } = mounted();
  write(tree, createFile(tree, top, "new", owner), 0, "newer");
  rename(tree, top, "new", top, "data.txt");
  assert.equal(fs.readFileSync(join(folder, "data.txt"), "utf8"), "newer");
  assert.deepEqual(fs.readdirSync(folder).sort(), ["data.txt", "out", "sub"]);
});

test("a file that somebody made meanwhile is not overwritten", () => {
  const { folder, tree, top } = mounted();
  fs.writeFileSync(join(folder, "late"), "theirs");
  assert.throws(() => createFile(tree, top, "late", owner), { name: "FileError", errno: 17 });
  assert.equal(fs.readFileSync(join(folder, "late"), "utf8"), "theirs");
});
