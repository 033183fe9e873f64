// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { P9Server } from "../linux/ninep/server.ts";
import { TestClient } from "../linux/ninep/test-client.ts";
import { FileTree } from "../linux/ninep/tree.ts";
import { NodeStorage } from "./node-storage.ts";

function onDisk(act: (folder: string, client: TestClient, tree: FileTree) => void): void {
  const above = fs.mkdtempSync(join(tmpdir(), "dce-storage-"));
  const folder = join(above, "files-h1");
  const storage = new NodeStorage(folder);
  try {
    const tree = new FileTree({ now: () => 0, storage });
    const client = new TestClient(new P9Server(tree));
    client.version();
    act(folder, client, tree);
  } finally {
    storage.close();
    fs.rmSync(above, { recursive: true });
  }
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function text(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}

test("what a program writes is on disk at once, base files are not", () => {
  onDisk((folder, client, tree) => {
    tree.addFile("/usr/bin/tool", bytes("program"));
    tree.addFile("/etc/motd", bytes("welcome"));
    tree.addDirectory("/var/log");
    const root = client.attach();
    client.mkdir(client.walk(root, "var/log"), "12");
    const out = client.create(client.walk(root, "var/log/12"), "stdout", 0o2001);
    client.write(out, 0, bytes("hello "));
    client.write(out, 0, bytes("world"));
    assert.equal(fs.readFileSync(join(folder, "var/log/12/stdout"), "utf8"), "hello world");
    assert.ok(!fs.existsSync(join(folder, "usr")));
    const motd = client.walk(root, "etc/motd");
    client.open(motd, 1);
    client.write(motd, 3, bytes("L"));
    assert.equal(fs.readFileSync(join(folder, "etc/motd"), "utf8"), "welLome");
  });
});

test("a killed command leaves every byte", () => {
  const folder = fs.mkdtempSync(join(tmpdir(), "dce-storage-"));
  const source = `
    import { NodeStorage } from ${JSON.stringify(import.meta.resolve("./node-storage.ts"))};
    const place = { name: "f", parent: { name: "", parent: undefined } };
    const content = new NodeStorage(${JSON.stringify(folder)}).create(2, place);
    content.write(0, new Uint8Array(100000).fill(65), 0, 100000);
    process.kill(process.pid, "SIGKILL");`;
  const child = spawnSync(process.execPath, ["--input-type=module", "-e", source]);
  assert.equal(child.signal, "SIGKILL", String(child.stderr));
  assert.equal(fs.readFileSync(join(folder, "f"), "latin1"), "A".repeat(100_000));
  fs.rmSync(folder, { recursive: true });
});

test("a guest's links and devices are nothing on disk, and nothing is written through them", () => {
  onDisk((folder, client) => {
    const root = client.attach();
    client.symlink(root, "out", "/etc");
    client.mknod(root, "null", 0o020666, 1, 3);
    assert.deepEqual(fs.readdirSync(folder), []);
    client.unlink(root, "out");
    client.mkdir(root, "out");
    client.write(client.create(client.walk(root, "out"), "passwd"), 0, bytes("x"));
    assert.equal(fs.readFileSync(join(folder, "out/passwd"), "utf8"), "x");
  });
});

test("a symbolic link that somebody put into the folder is not followed", () => {
  onDisk((folder, client) => {
    const outside = join(folder, "../outside");
    fs.writeFileSync(outside, "safe");
    fs.symlinkSync(outside, join(folder, "f"));
    const root = client.attach();
    const fid = client.create(root, "f");
    client.write(fid, 0, bytes("guest"));
    assert.equal(text(client.read(fid, 0, 9)), "guest");
    assert.equal(fs.readFileSync(outside, "utf8"), "safe");
  });
});

test("more files than descriptors, unlinked ones among them", () => {
  onDisk((folder, client) => {
    const root = client.attach();
    const fids = Array.from({ length: 700 }, (_, i) => {
      const fid = client.create(root, `f${i}`);
      client.write(fid, 0, bytes(`content ${i}`));
      if (i % 50 === 7) client.unlink(root, `f${i}`);
      return fid;
    });
    assert.equal(fs.readdirSync(folder).length, 700 - 14);
    for (const [i, fid] of fids.entries()) {
      assert.equal(text(client.read(fid, 0, 99)), `content ${i}`);
    }
    const ours = fs.readdirSync("/proc/self/fd").filter((fd) => {
      const link = `/proc/self/fd/${fd}`;
      const there = fs.lstatSync(link, { throwIfNoEntry: false }) !== undefined;
      return there && fs.readlinkSync(link).startsWith(folder);
    });
    assert.equal(ours.length, 256 + 14);
    client.version();
    assert.equal(fs.readdirSync(folder).length, 700 - 14);
  });
});

test("contents whose name the machine refuses stand aside with a note", () => {
  onDisk((folder, client) => {
    fs.writeFileSync(join(folder, "taken"), "");
    const root = client.attach();
    const fid = client.create(root, "taken");
    client.write(fid, 0, bytes("guest's"));
    const { path } = client.getattr(fid).qid;
    const aside = `${folder}.unnamed/${path}`;
    assert.equal(fs.readFileSync(aside, "utf8"), "guest's");
    assert.equal(fs.readFileSync(`${folder}.unnamed/names`, "utf8"), `${path}\t"/taken"\n`);
    client.link(root, fid, "other");
    client.unlink(root, "taken");
    client.rename(root, "other", root, "third");
    assert.equal(text(client.read(fid, 0, 99)), "guest's");
    client.unlink(root, "third");
    assert.equal(text(client.read(fid, 0, 99)), "guest's");
    client.clunk(fid);
    assert.ok(!fs.existsSync(aside));
  });
});

test("a tree deeper than the machine's paths keeps its contents", () => {
  onDisk((folder, client) => {
    let at = client.attach();
    const name = "d".repeat(200);
    for (let depth = 0; depth < 30; depth++) {
      client.mkdir(at, name);
      at = client.walk(at, name);
    }
    const fid = client.create(at, "f");
    client.write(fid, 0, bytes("deep"));
    assert.equal(text(client.read(fid, 0, 99)), "deep");
    const { path } = client.getattr(fid).qid;
    assert.equal(fs.readFileSync(`${folder}.unnamed/${path}`, "utf8"), "deep");
  });
});

test("a folder that moves to a name the machine refuses leaves its contents readable", () => {
  onDisk((folder, client) => {
    const root = client.attach();
    client.mkdir(root, "d");
    const fid = client.create(client.walk(root, "d"), "f");
    client.write(fid, 0, bytes("kept"));
    fs.writeFileSync(join(folder, "occupied"), "");
    client.rename(root, "d", root, "occupied");
    assert.equal(text(client.read(fid, 0, 99)), "kept");
    const { path } = client.getattr(fid).qid;
    assert.equal(fs.readFileSync(`${folder}.unnamed/${path}`, "utf8"), "kept");
  });
});
