// SPDX-License-Identifier: MIT
/** The tree, through its server, against a model of maps and arrays; then the mirror on disk. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import { NodeStorage } from "../../cli/node-storage.ts";
import { Errno } from "./errno.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { P9Server } from "./server.ts";
import type { Storage } from "./storage.ts";
import { ClientError, TestClient } from "./test-client.ts";
import { FileTree } from "./tree.ts";

interface ModelFile {
  data: number[];
  names: number;
  /** Nobody wrote to it: it is not on disk. */
  base: boolean;
}
type Model = Map<string, Model | ModelFile>;

interface Step {
  readonly act: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly position: number;
  readonly data: Uint8Array;
}

const name = fc.constantFrom("a", "b", "c");
const path = fc.array(name, { minLength: 1, maxLength: 3, size: "max" });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    act: fc.constantFrom(
      "create",
      "create",
      "mkdir",
      "mkdir",
      "write",
      "write",
      "truncate",
      "unlink",
      "rmdir",
      "rename",
      "rename",
      "link",
      "open",
      "writeOpen",
      "close",
      "symlink",
    ),
    from: path,
    to: path,
    position: fc.oneof(fc.nat(20), fc.nat(70_000)),
    data: fc.uint8Array({ minLength: 1, maxLength: 30 }),
  }),
  { maxLength: 80, size: "max" },
);

class World {
  readonly model: Model = new Map();
  readonly tree: FileTree;
  readonly client: TestClient;
  readonly root: number;
  readonly handles: { fid: number; file: ModelFile }[] = [];

  constructor(storage: Storage) {
    let clock = 0;
    this.tree = new FileTree({ now: () => (clock += 1000), storage });
    for (const top of ["a", "c"]) {
      const file = { data: [1, 2, 3], names: 1, base: true };
      this.tree.addFile(`/${top}/b`, Uint8Array.from(file.data));
      this.model.set(top, new Map([["b", file]]));
    }
    this.client = new TestClient(new P9Server(this.tree));
    this.client.version();
    this.root = this.client.attach();
  }

  /** The directory above a path, in both worlds, if there is one. */
  parent(at: readonly string[]): { model: Model; fid: number; name: string } | undefined {
    let model: Model = this.model;
    for (const one of at.slice(0, -1)) {
      const next = model.get(one);
      if (!(next instanceof Map)) {
        assert.throws(() => this.client.walk(this.root, at.join("/")), ClientError);
        return undefined;
      }
      model = next;
    }
    const fid = this.client.walk(this.root, at.slice(0, -1).join("/"));
    return { model, fid, name: at.at(-1) ?? "" };
  }

  /** Does the act here and compares its refusal with the model's. */
  both(expected: number | undefined, act: () => void): boolean {
    let errno: number | undefined;
    try {
      act();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      errno = error.errno;
    }
    assert.equal(errno, expected);
    return expected === undefined;
  }

  step(one: Step): void {
    const at = this.parent(one.from);
    if (at === undefined) return;
    const old = at.model.get(at.name);
    switch (one.act) {
      case "create":
      case "mkdir":
      case "symlink":
        return this.make(one.act, at, old);
      case "unlink":
      case "rmdir":
        return this.remove(one.act, at, old);
      case "rename":
      case "link":
        return this.move(one, at, old);
      default:
        return this.use(one, at, old);
    }
  }

  make(
    act: string,
    at: { model: Model; fid: number; name: string },
    old: Model | ModelFile | undefined,
  ): void {
    const file: ModelFile = { data: [], names: 1, base: false };
    const made = this.both(old === undefined ? undefined : Errno.EEXIST, () => {
      if (act === "mkdir") this.client.mkdir(at.fid, at.name);
      else this.handles.push({ fid: this.client.create(at.fid, at.name), file });
    });
    if (made) at.model.set(at.name, act === "mkdir" ? new Map() : file);
  }

  remove(
    act: string,
    at: { model: Model; fid: number; name: string },
    old: Model | ModelFile | undefined,
  ): void {
    let errno: number | undefined;
    if (old === undefined) errno = Errno.ENOENT;
    else if (old instanceof Map) {
      if (act === "unlink") errno = Errno.EISDIR;
      else if (old.size > 0) errno = Errno.ENOTEMPTY;
    } else if (act === "rmdir") errno = Errno.ENOTDIR;
    const flags = act === "rmdir" ? 0x200 : 0;
    if (!this.both(errno, () => this.client.unlink(at.fid, at.name, flags))) return;
    at.model.delete(at.name);
    if (old !== undefined && !(old instanceof Map)) old.names -= 1;
  }

  move(
    one: Step,
    at: { model: Model; fid: number; name: string },
    old: Model | ModelFile | undefined,
  ): void {
    const to = this.parent(one.to);
    if (to === undefined || (one.act === "link" && old === undefined)) return;
    const target = to.model.get(to.name);
    if (one.act === "link") {
      let errno: number | undefined;
      if (old instanceof Map) errno = Errno.EPERM;
      else if (target !== undefined) errno = Errno.EEXIST;
      const fid = this.client.walk(at.fid, at.name);
      const made = this.both(errno, () => this.client.link(to.fid, fid, to.name));
      this.client.clunk(fid);
      if (!made) return;
      if (old === undefined || old instanceof Map) return;
      old.names += 1;
      to.model.set(to.name, old);
      return;
    }
    const errno = renameErrno(old, to.model, target);
    if (!this.both(errno, () => this.client.rename(at.fid, at.name, to.fid, to.name))) return;
    if (old === undefined || old === target) return;
    if (target !== undefined && !(target instanceof Map)) target.names -= 1;
    at.model.delete(at.name);
    to.model.set(to.name, old);
  }

  use(
    one: Step,
    at: { model: Model; fid: number; name: string },
    old: Model | ModelFile | undefined,
  ): void {
    if (one.act === "close" || one.act === "writeOpen") {
      const handle = this.handles[one.position % Math.max(1, this.handles.length)];
      if (handle === undefined) return;
      if (one.act === "writeOpen") return this.write(handle.fid, handle.file, one);
      this.client.clunk(handle.fid);
      this.handles.splice(this.handles.indexOf(handle), 1);
      return;
    }
    if (old === undefined || old instanceof Map) return;
    const fid = this.client.walk(at.fid, at.name);
    this.client.open(fid, 2);
    if (one.act === "write") this.write(fid, old, one);
    if (one.act === "truncate") {
      this.client.setattr(fid, 0x8, { size: one.position });
      old.data.length = Math.min(old.data.length, one.position);
      while (old.data.length < one.position) old.data.push(0);
      old.base = false;
    }
    if (one.act === "open") this.handles.push({ fid, file: old });
    else this.client.clunk(fid);
  }

  write(fid: number, file: ModelFile, { position, data }: Step): void {
    assert.equal(this.client.write(fid, position, data), data.length);
    while (file.data.length < position) file.data.push(0);
    for (const [i, byte] of data.entries()) file.data[position + i] = byte;
    file.base = false;
  }

  compare(): void {
    for (const { fid, file } of this.handles) {
      assert.deepEqual([...this.client.read(fid, 0, 130_000)], file.data);
      assert.equal(this.client.getattr(fid).nlink, file.names);
    }
    this.compareDirectory(this.model, "");
    for (const { fid } of this.handles) this.client.clunk(fid);
    let bytes = 0;
    for (const file of files(this.model)) bytes += file.data.length;
    assert.equal(this.tree.usedBytes, bytes);
  }

  compareDirectory(model: Model, at: string): void {
    assert.deepEqual(this.tree.list(`${at}/`), [...model.keys()].sort());
    const directories = [...model.values()].filter((one) => one instanceof Map);
    assert.equal(this.tree.lookup(`${at}/`)?.linkCount, 2 + directories.length);
    for (const [name, one] of model) {
      if (one instanceof Map) this.compareDirectory(one, `${at}/${name}`);
      else assert.deepEqual([...(this.tree.read(`${at}/${name}`) ?? [])], one.data);
    }
  }
}

function files(model: Model, found = new Set<ModelFile>()): Set<ModelFile> {
  for (const one of model.values()) {
    if (one instanceof Map) files(one, found);
    else found.add(one);
  }
  return found;
}

function renameErrno(
  old: Model | ModelFile | undefined,
  into: Model,
  target: Model | ModelFile | undefined,
): number | undefined {
  if (old === undefined) return Errno.ENOENT;
  if (old === target) return undefined;
  if (old instanceof Map && holds(old, into)) return Errno.EINVAL;
  if (target === undefined) return undefined;
  if (!(target instanceof Map)) return old instanceof Map ? Errno.ENOTDIR : undefined;
  if (!(old instanceof Map)) return Errno.EISDIR;
  return target.size > 0 ? Errno.ENOTEMPTY : undefined;
}

function holds(outer: Model, inner: Model): boolean {
  if (outer === inner) return true;
  return [...outer.values()].some((one) => one instanceof Map && holds(one, inner));
}

function compareDisk(model: Model, folder: string): void {
  const there = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  for (const one of there) assert.ok(model.has(one.name), `${folder}/${one.name} is too many`);
  for (const [name, one] of model) {
    if (one instanceof Map) compareDisk(one, join(folder, name));
    else if (one.base) assert.ok(!existsSync(join(folder, name)), `${name} was not touched`);
    else assert.deepEqual([...readFileSync(join(folder, name))], one.data);
  }
}

test("any acts leave the tree as the model, contents in memory", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = new World(new MemoryStorage());
      for (const one of list) world.step(one);
      world.compare();
    }),
    { numRuns: 400, seed: 9 },
  );
});

test("any acts leave the tree and the folder on disk as the model", () => {
  const folder = mkdtempSync(join(tmpdir(), "dce-ninep-"));
  let run = 0;
  try {
    fc.assert(
      fc.property(steps, (list) => {
        const at = join(folder, String(run++), "files-h1");
        const storage = new NodeStorage(at);
        const world = new World(storage);
        for (const one of list) world.step(one);
        compareDisk(world.model, at);
        world.compare();
        compareDisk(world.model, at);
        assert.ok(!existsSync(`${at}.unnamed`));
        storage.close();
      }),
      { numRuns: 150, seed: 10 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
