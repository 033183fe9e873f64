// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { P9Server } from "../linux/ninep/server.ts";
import { TestClient } from "../linux/ninep/test-client.ts";
import { FileTree } from "../linux/ninep/tree.ts";
import { MirrorStorage } from "./mirror-storage.ts";

/** Of Tsetattr in include/net/9p/9p.h: the size is meant. */
const ATTR_SIZE = 8;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What stands under which path after a guest's requests. */
function written(act: (client: TestClient, root: number, tree: FileTree) => void): object {
  const storage = new MirrorStorage();
  const tree = new FileTree({ now: () => 0, storage });
  const client = new TestClient(new P9Server(tree));
  client.version();
  act(client, client.attach(), tree);
  const files = [...storage.files()].map(([path, bytes]) => [path, decoder.decode(bytes)]);
  return Object.fromEntries(files.sort());
}

/** Makes an open file with a text. */
function create(client: TestClient, folder: number, name: string, text: string): number {
  const file = client.create(client.walk(folder, ""), name);
  client.write(file, 0, encoder.encode(text));
  return file;
}

test("what a program writes has its path, base files are not there", () => {
  const files = written((client, root, tree) => {
    tree.addFile("/usr/bin/tool", encoder.encode("program"));
    tree.addFile("/etc/motd", encoder.encode("welcome"));
    tree.addDirectory("/var/log");
    client.mkdir(client.walk(root, "var/log"), "12");
    create(client, client.walk(root, "var/log/12"), "stdout", "hello");
    create(client, root, "empty", "");
    const motd = client.walk(root, "etc/motd");
    client.open(motd, 1);
    client.write(motd, 3, encoder.encode("L"));
  });
  assert.deepEqual(files, { empty: "", "etc/motd": "welLome", "var/log/12/stdout": "hello" });
});

test("names follow links, renames and removals", () => {
  const files = written((client, root) => {
    client.mkdir(root, "d");
    const inside = client.walk(root, "d");
    create(client, inside, "moved", "1");
    client.link(root, create(client, root, "first", "2"), "second");
    create(client, root, "gone", "3");
    create(client, root, "replaced", "4");
    create(client, root, "replacing", "5");
    client.unlink(root, "gone");
    client.unlink(root, "first");
    client.rename(root, "replacing", root, "replaced");
    client.rename(root, "d", root, "e");
  });
  assert.deepEqual(files, { "e/moved": "1", replaced: "5", second: "2" });
});

test("holes read as zeros, and a shortened file is short", () => {
  const files = written((client, root) => {
    client.write(create(client, root, "hole", "a"), 3, encoder.encode("b"));
    client.setattr(create(client, root, "short", "long text"), ATTR_SIZE, { size: 4 });
  });
  assert.deepEqual(files, { hole: "a\0\0b", short: "long" });
});
