// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeUtf8, encodeUtf8 } from "../../wasm/text.ts";
import { Errno } from "./errno.ts";
import { MessageType } from "./messages.ts";
import { P9Server } from "./server.ts";
import { TestClient } from "./test-client.ts";
import { FileTree } from "./tree.ts";

const O_RDONLY = 0;
const O_WRONLY = 1;
const O_RDWR = 2;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const AT_REMOVEDIR = 0x200;

interface Setup {
  readonly tree: FileTree;
  readonly client: TestClient;
  readonly root: number;
  clock: bigint;
}

function setup(): Setup {
  const state = { clock: 1_767_225_600_000_000_007n };
  const tree = new FileTree({ now: () => state.clock });
  const client = new TestClient(new P9Server(tree));
  client.version();
  const root = client.attach();
  return Object.assign(state, { tree, client, root });
}

function refuses(errno: number, act: () => unknown): void {
  assert.throws(act, { name: "ClientError", errno });
}

test("version agrees on the smaller msize and starts anew", () => {
  const { client, root } = setup();
  assert.deepEqual(client.version(8192), { msize: 8192, version: "9P2000.L" });
  refuses(Errno.EBADF, () => client.getattr(root));
  assert.deepEqual(client.version(1 << 20, "9P2000"), { msize: 131072, version: "unknown" });
});

test("a file of the base is read, walked to and described", () => {
  const { client, root, tree } = setup();
  tree.addFile("/etc/hosts", encodeUtf8("127.0.0.1 localhost\n"), { mode: 0o640, gid: 5 });
  const fid = client.walk(root, "etc/hosts");
  const about = client.getattr(fid);
  assert.deepEqual([about.mode, about.uid, about.gid], [0o100640, 0, 5]);
  assert.deepEqual([about.nlink, about.size, about.blocks], [1, 20, 8]);
  assert.deepEqual(about.mtime, [1_767_225_600, 7]);
  client.open(fid);
  assert.equal(decodeUtf8(client.read(fid, 10, 100)), "localhost\n");
  assert.equal(client.read(fid, 20, 100).length, 0);
  refuses(Errno.ENOENT, () => client.walk(root, "etc/shadow"));
  refuses(Errno.ENOENT, () => client.walk(root, "nothing"));
  refuses(Errno.ENOTDIR, () => client.walk(fid, "x"));
});

test("an unfinished walk makes no fid", () => {
  const { client, root, tree } = setup();
  tree.addDirectory("/a/b");
  const reply = client.call(MessageType.Twalk, (out) => {
    out.u32(root);
    out.u32(77);
    out.u16(3);
    for (const name of ["a", "b", "c"]) out.string(name);
  });
  assert.equal(reply.u16(), 2);
  refuses(Errno.EBADF, () => client.getattr(77));
  const up = client.walk(client.walk(root, "a/b"), "..");
  assert.equal(client.getattr(up).qid.path, tree.lookup("/a")?.id);
});

test("writing changes size, version, times and the bytes of nobody else", () => {
  const setupState = setup();
  const { client, root, tree } = setupState;
  const bytes = encodeUtf8("base");
  tree.addFile("/f", { bytes, sha256: "00" });
  const fid = client.walk(root, "f");
  const before = client.open(fid, O_RDWR);
  assert.deepEqual(tree.contents(before.path, before.version), { bytes, sha256: "00" });
  setupState.clock += 1_000_000_005n;
  assert.equal(client.write(fid, 2, encodeUtf8("XYZ")), 3);
  assert.equal(decodeUtf8(client.read(fid, 0, 100)), "baXYZ");
  assert.equal(decodeUtf8(bytes), "base");
  const about = client.getattr(fid);
  assert.notEqual(about.qid.version, before.version);
  assert.deepEqual([about.size, about.mtime, about.ctime], [5, [1_767_225_601, 12], about.mtime]);
  const now = tree.contents(about.qid.path, about.qid.version);
  assert.ok(typeof now === "object" && now.sha256 === undefined);
  assert.equal(decodeUtf8(now.bytes), "baXYZ");
  tree.noteSha256(about.qid.path, "11");
  const noted = tree.contents(about.qid.path, about.qid.version);
  assert.ok(typeof noted === "object" && noted.sha256 === "11");
});

test("access modes of an open file are kept", () => {
  const { client, root } = setup();
  const out = client.create(root, "f", O_WRONLY);
  client.write(out, 0, encodeUtf8("abc"));
  refuses(Errno.EBADF, () => client.read(out, 0, 1));
  const input = client.walk(root, "f");
  refuses(Errno.EBADF, () => client.read(input, 0, 1));
  client.open(input, O_RDONLY);
  refuses(Errno.EBADF, () => client.write(input, 0, encodeUtf8("x")));
  refuses(Errno.EISDIR, () => client.open(client.walk(root, ""), O_WRONLY));
  refuses(Errno.ENOTDIR, () => client.open(client.walk(root, "f"), 0o200000));
});

test("append writes at the end whatever offset the client believes in", () => {
  const { client, root } = setup();
  const fid = client.create(root, "log", O_WRONLY | O_APPEND);
  client.write(fid, 0, encodeUtf8("one "));
  client.link(root, fid, "other");
  const second = client.walk(root, "other");
  client.open(second, O_RDWR | O_APPEND);
  client.write(second, 0, encodeUtf8("two "));
  client.write(fid, 4, encodeUtf8("three"));
  assert.equal(decodeUtf8(client.read(second, 0, 99)), "one two three");
  assert.equal(client.getattr(fid).nlink, 2);
});

test("truncate and holes read as zeros", () => {
  const { client, root } = setup();
  const fid = client.create(root, "f");
  client.write(fid, 0, encodeUtf8("abcdef"));
  client.setattr(fid, 0x8, { size: 2 });
  client.setattr(fid, 0x8, { size: 4 });
  client.write(fid, 200_000, encodeUtf8("z"));
  assert.equal(client.getattr(fid).size, 200_001);
  assert.deepEqual([...client.read(fid, 0, 6)], [97, 98, 0, 0, 0, 0]);
  assert.ok(client.read(fid, 100_000, 100_000).every((byte) => byte === 0));
  client.open(client.walk(root, "f"), O_WRONLY | O_TRUNC);
  assert.equal(client.getattr(fid).size, 0);
  refuses(Errno.EFBIG, () => client.write(fid, 2 ** 45, encodeUtf8("z")));
});

test("an unlinked file lives until its last fid", () => {
  const { client, root, tree } = setup();
  const fid = client.create(root, "f");
  const { path } = client.getattr(fid).qid;
  client.write(fid, 0, encodeUtf8("still"));
  client.unlink(root, "f");
  refuses(Errno.ENOENT, () => client.walk(root, "f"));
  assert.equal(decodeUtf8(client.read(fid, 0, 9)), "still");
  assert.equal(client.getattr(fid).nlink, 0);
  refuses(Errno.ENOENT, () => client.link(root, fid, "again"));
  client.clunk(fid);
  assert.equal(tree.contents(path, 0), Errno.ESTALE);
  assert.equal(tree.usedBytes, 0);
});

test("rename replaces, moves folders and refuses what rename(2) refuses", () => {
  const { client, root, tree } = setup();
  tree.addDirectory("/a/b");
  tree.addDirectory("/full/x");
  tree.addDirectory("/empty");
  tree.addFile("/f", encodeUtf8("f"));
  tree.addFile("/g", encodeUtf8("g"));
  const a = client.walk(root, "a");
  const b = client.walk(root, "a/b");
  refuses(Errno.EINVAL, () => client.rename(root, "a", b, "c"));
  refuses(Errno.ENOTEMPTY, () => client.rename(root, "a", root, "full"));
  refuses(Errno.ENOTDIR, () => client.rename(root, "a", root, "f"));
  refuses(Errno.EISDIR, () => client.rename(root, "f", root, "empty"));
  refuses(Errno.ENOENT, () => client.rename(root, "none", root, "g"));
  client.rename(root, "f", root, "g");
  assert.equal(decodeUtf8(tree.read("/g") ?? new Uint8Array()), "f");
  client.rename(root, "a", root, "empty");
  assert.equal(tree.lookup("/empty/b"), tree.lookup("/empty/b/../b"));
  client.rename(a, "b", a, "c");
  assert.deepEqual(tree.list("/empty"), ["c"]);
  assert.deepEqual(tree.list("/"), ["empty", "full", "g"]);
  assert.equal(client.getattr(root).nlink, 4);
});

test("unlink and rmdir know what they remove", () => {
  const { client, root, tree } = setup();
  tree.addFile("/d/f", encodeUtf8(""));
  refuses(Errno.EISDIR, () => client.unlink(root, "d"));
  refuses(Errno.ENOTEMPTY, () => client.unlink(root, "d", AT_REMOVEDIR));
  const d = client.walk(root, "d");
  refuses(Errno.ENOTDIR, () => client.unlink(d, "f", AT_REMOVEDIR));
  client.remove(client.walk(root, "d/f"));
  client.unlink(root, "d", AT_REMOVEDIR);
  refuses(Errno.ENOENT, () => client.create(d, "late"));
  refuses(Errno.EBUSY, () => client.remove(client.walk(root, "")));
});

test("names and their limits", () => {
  const { client, root } = setup();
  const odd = "caf\u00e9\u00ff\u0001";
  client.clunk(client.create(root, odd));
  client.walk(root, odd);
  client.create(root, "n".repeat(255));
  refuses(Errno.ENAMETOOLONG, () => client.create(root, "n".repeat(256)));
  refuses(Errno.EEXIST, () => client.mkdir(root, odd));
  for (const name of ["", ".", "..", "a/b"]) {
    refuses(Errno.EINVAL, () => client.mkdir(root, name));
  }
});

test("listing is sorted by bytes, comes in parts, and survives removal between them", () => {
  const { client, root, tree } = setup();
  const names = ["zeta", "Alpha", "é", "a", "a-b", "a.b", "b".repeat(40)];
  for (const name of names) tree.addFile(`/${name}`, encodeUtf8(""));
  client.open(root);
  const all = client.readdir(root, 0, 8192).map((one) => one.name);
  assert.deepEqual(all, [".", "..", "Alpha", "a", "a-b", "a.b", names[6], "zeta", "\u00c3\u00a9"]);
  const seen: string[] = [];
  for (let offset = 0, part = client.readdir(root, 0, 64); part.length > 0; ) {
    for (const one of part) seen.push(one.name);
    offset = part.at(-1)?.offset ?? 0;
    if (seen.at(-1) === "a") client.unlink(root, "Alpha");
    part = client.readdir(root, offset, 64);
  }
  assert.deepEqual(seen, all);
  assert.equal(client.readdir(root, 0, 8192).length, all.length - 1);
});

test("links, devices and who owns what is made", () => {
  const { client, root, tree } = setup();
  const user = client.attach(1000);
  client.create(user, "mine", O_RDWR, 0o4751, 100);
  const about = client.getattr(client.walk(root, "mine"));
  assert.deepEqual([about.mode, about.uid, about.gid], [0o104751, 1000, 100]);
  client.symlink(user, "s", "../nowhere");
  assert.equal(client.readlink(client.walk(root, "s")), "../nowhere");
  refuses(Errno.ELOOP, () => client.open(client.walk(root, "s")));
  client.mknod(root, "null", 0o020666, 1, 3);
  client.mknod(root, "big", 0o060600, 259, 65537);
  client.mknod(root, "pipe", 0o010600);
  assert.equal(client.getattr(client.walk(root, "null")).rdev, 0x103);
  assert.equal(client.getattr(client.walk(root, "big")).rdev, 0x10010301);
  assert.equal(client.getattr(client.walk(root, "pipe")).mode, 0o010600);
  tree.addDevice("/dev/tty", { type: "character", major: 5, minor: 0 }, { mode: 0o666 });
  assert.equal(client.getattr(client.walk(root, "dev/tty")).mode, 0o020666);
});

test("a write of somebody but root takes set-id bits away", () => {
  const { client, root } = setup();
  const user = client.attach(1000);
  for (const [mode, left] of [
    [0o6755, 0o755],
    [0o2644, 0o2644],
  ] as const) {
    const name = `f${mode}`;
    const fid = client.create(root, name, O_RDWR, mode);
    client.write(fid, 0, encodeUtf8("root"));
    assert.equal(client.getattr(fid).mode & 0o7777, mode);
    const users = client.walk(user, name);
    client.open(users, O_WRONLY);
    client.write(users, 0, encodeUtf8("user"));
    assert.equal(client.getattr(fid).mode & 0o7777, left);
  }
});

test("attributes can be set one by one", () => {
  const state = setup();
  const { client, root } = state;
  const fid = client.create(root, "f");
  state.clock += 5_000_000_000n;
  client.setattr(fid, 0x1 | 0x2 | 0x4, { mode: 0o7700, uid: 1, gid: 2 });
  client.setattr(fid, 0x10 | 0x80, { atime: [-5, 6] });
  client.setattr(fid, 0x20, { mtime: [1, 1] });
  const about = client.getattr(fid);
  assert.deepEqual([about.mode, about.uid, about.gid], [0o107700, 1, 2]);
  assert.deepEqual(about.atime, [-5, 6]);
  assert.deepEqual(
    [about.mtime, about.ctime],
    [
      [1_767_225_605, 7],
      [1_767_225_605, 7],
    ],
  );
});

test("inode numbers go up in order of creation", () => {
  const { client, root } = setup();
  const first = client.mkdir(root, "z").path;
  const second = client.getattr(client.create(root, "a")).qid.path;
  client.unlink(root, "z", AT_REMOVEDIR);
  const third = client.mkdir(root, "z").path;
  assert.deepEqual([second - first, third - first], [1, 2]);
});

test("no extended attributes, locks succeed, unknown requests are refused", () => {
  const { client, root } = setup();
  const xattr = (name: string): unknown =>
    client.call(MessageType.Txattrwalk, (out) => {
      out.u32(root);
      out.u32(99);
      out.string(name);
    });
  refuses(Errno.EOPNOTSUPP, () => xattr("user.x"));
  xattr("");
  client.clunk(99);
  const lock = client.call(MessageType.Tlock, (out) => {
    out.u32(root);
    out.u8(1);
    out.u32(0);
    out.u64(0);
    out.u64(0);
    out.u32(1);
    out.string("h1");
  });
  assert.equal(lock.u8(), 0);
  const found = client.call(MessageType.Tgetlock, (out) => {
    out.u32(root);
    out.u8(1);
    out.u64(5);
    out.u64(6);
    out.u32(7);
    out.string("h1");
  });
  const fields = [found.u8(), found.u64(), found.u64(), found.u32(), found.string()];
  assert.deepEqual(fields, [2, 5, 6, 7, "h1"]);
  refuses(Errno.EOPNOTSUPP, () => client.call(42, () => {}));
  client.open(root);
  refuses(Errno.EPROTO, () => client.call(MessageType.Tread, (out) => out.u32(root)));
  client.call(MessageType.Tflush, (out) => out.u16(1));
});

test("statfs follows what is stored", () => {
  const { client, root } = setup();
  const free = (): number => {
    const reply = client.call(MessageType.Tstatfs, (out) => out.u32(root));
    assert.equal(reply.u32(), 0x01021997);
    assert.equal(reply.u32(), 4096);
    reply.u64();
    return reply.u64();
  };
  const before = free();
  client.write(client.create(root, "f"), 0, new Uint8Array(8193));
  assert.equal(before - free(), 3);
});

test("onWrite hears of each write with the present path", () => {
  const { client, root, tree } = setup();
  tree.addDirectory("/var/log/12");
  const heard: string[] = [];
  tree.onWrite = (path, data) => heard.push(`${path}:${decodeUtf8(data)}`);
  const fid = client.create(client.walk(root, "var/log/12"), "stdout");
  client.write(fid, 0, encodeUtf8("one"));
  client.rename(client.walk(root, "var/log"), "12", root, "moved");
  client.write(fid, 3, encodeUtf8("two"));
  client.unlink(client.walk(root, "moved"), "stdout");
  client.write(fid, 6, encodeUtf8("three"));
  assert.deepEqual(heard, ["/var/log/12/stdout:one", "/moved/stdout:two", ":three"]);
});

test("the engine's paths follow links inside the tree", () => {
  const { tree } = setup();
  tree.addDirectory("/usr/bin");
  tree.addSymlink("/bin", "usr/bin");
  tree.addFile("/bin/tool", encodeUtf8("x"), { mode: 0o755 });
  tree.addSymlink("/usr/bin/alias", "/bin/tool");
  tree.addSymlink("/loop", "/loop");
  tree.addSymlink("/out", "../../../../etc/passwd");
  assert.equal(tree.lookup("/usr/bin/alias"), tree.lookup("/usr/bin/tool"));
  assert.equal(tree.lookup("/usr/bin/alias", { followLast: false })?.type, 0o120000);
  assert.equal(tree.lookup("/loop"), undefined);
  assert.equal(tree.read("/out"), undefined);
  tree.addFile("/bin/tool", encodeUtf8("new"));
  assert.equal(decodeUtf8(tree.read("/usr/bin/tool") ?? new Uint8Array()), "new");
  assert.throws(() => tree.addFile("/bin/tool/x", encodeUtf8("")), /part of it is no directory/);
});
