// SPDX-License-Identifier: MIT
/** init against the machine's own kernel: what it configures, starts, signals and reports. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { emitConfigure, emitSignal, emitSignalAll } from "../../src/linux/control.ts";
import { NativeInit, obstacle } from "./init/machine.ts";

const reason = obstacle();
const skip = reason ?? false;
const init = reason === undefined ? new NativeInit() : undefined;
after(() => init?.end());

function machine(): NativeInit {
  if (init === undefined) throw new Error("unreachable");
  return init;
}

async function shell(id: number, script: string): Promise<string> {
  const { stdout, stderr } = await machine().run({ id, argv: ["sh", "-c", script] });
  return stdout + stderr;
}

test("configures interfaces, addresses, routes and sysctls in both families", {
  skip,
}, async () => {
  const lines = [
    "run ip link add eth0 type veth peer name eth1.7",
    "sysctl net.ipv4.ip_forward 1",
    "sysctl net.ipv4.tcp_rmem 4096 131072 6291456",
    "sysctl net.ipv4.conf.eth1/7.forwarding 0",
    "sysctl net/ipv4/conf/eth1.7/rp_filter 2",
    "link lo up",
    "mtu eth0 1400",
    "link eth0 up",
    "link eth1.7 up",
    "address eth0 10.0.0.1/24",
    "address eth0 fd00:0:0:1::1/64",
    "address eth1.7 10.0.1.1/24",
    "address eth1.7 fd00:0:0:2::1/64",
    "route 10.9.0.0/16 via 10.0.0.2",
    "route default via 10.0.0.3 dev eth0 metric 7",
    "route default6 via fd00:0:0:1::2 dev eth0",
    "route 10.8.0.0/16 via 10.0.0.2 dev eth0 via 10.0.1.2 dev eth1.7 table 1000",
    "route fd01::/32 via fd00:0:0:1::3 via fd00:0:0:2::3 metric 5",
    "",
  ];
  machine().send(emitConfigure(1, lines));
  assert.deepEqual(await machine().report(), { kind: "ready", id: 1 });

  const show = "-o addr show; ip -o link show eth0";
  const addresses = await shell(2, `ip ${show}`);
  assert.match(addresses, /eth0\s+inet 10\.0\.0\.1\/24 brd 10\.0\.0\.255 scope global eth0/);
  assert.match(addresses, /eth0\s+inet6 fd00:0:0:1::1\/64 scope global nodad/);
  assert.match(addresses, /eth0@eth1\.7: <[^>]*\bUP\b[^>]*> mtu 1400/);
  assert.doesNotMatch(addresses, /tentative[^\n]*fd00/);
  const routes = await shell(3, "ip route; ip route show table 1000; ip -6 route");
  assert.match(routes, /^10\.9\.0\.0\/16 via 10\.0\.0\.2 dev eth0 proto static/m);
  assert.match(routes, /^default via 10\.0\.0\.3 dev eth0 proto static metric 7/m);
  assert.match(routes, /^default via fd00:0:0:1::2 dev eth0 proto static/m);
  assert.match(
    routes,
    /^10\.8\.0\.0\/16 proto static\s+nexthop via 10\.0\.0\.2 dev eth0 weight 1/m,
  );
  assert.match(routes, /^\s+nexthop via 10\.0\.1\.2 dev eth1\.7 weight 1/m);
  assert.match(routes, /^fd01::\/32 [^]*nexthop via fd00:0:0:1::3[^]*nexthop via fd00:0:0:2::3/m);
  const values = "ip_forward tcp_rmem conf/eth1.7/forwarding conf/eth1.7/rp_filter";
  const sysctls = await shell(4, `cd /proc/sys/net/ipv4; cat ${values}`);
  assert.equal(sysctls, "1\n4096\t131072\t6291456\n0\n2\n");
});

test("each line that fails is reported, and the others are done", { skip }, async () => {
  const wrong: readonly [string, RegExp][] = [
    ["sysctl net.ipv4.nothing 1", /^sysctl net\.ipv4\.nothing 1$/],
    ["sysctl kernel../../etc/x 1", /^sysctl kernel/],
    ["sysctl net.ipv4.ip_forward", /^sysctl net/],
    ["address eth9 10.0.0.1/24", /^address eth9/],
    ["address eth0 10.0.0.1/33", /^address eth0/],
    ["address eth0 10.0.0.1/24", /^address eth0 10\.0\.0\.1\/24/],
    ["mtu eth0 many", /^mtu eth0 many$/],
    ["route 10.7.0.0/16 via 192.168.77.1", /^route [^:]*: Nexthop has invalid gateway/],
    ["route 10.7.0.0/16 via fd00::1", /^route/],
    ["route 10.7.0.0/16 over 10.0.0.2", /^route/],
    ["run\tls /none", /^run\tls \/none: status 2: ls: cannot access .\/none.: No such file/],
    ["run ip link set nothing up", /: status 1: Cannot find device "nothing"$/],
    ["run no-such-program", /: status 127: no-such-program: not found$/],
    ["dance", /^dance$/],
  ];
  machine().send(
    emitConfigure(5, [...wrong.map(([line]) => line), "sysctl net.ipv4.ip_forward 0"]),
  );
  for (const [line, expected] of wrong) {
    const report = await machine().report();
    assert.ok(report.kind === "failed" && report.id === 5, JSON.stringify(report));
    assert.match(report.text, expected, line);
    assert.ok(report.errno > 0 && report.errno < 200, `${line}: ${report.errno}`);
  }
  assert.equal(await shell(6, "cat /proc/sys/net/ipv4/ip_forward"), "0\n");
});

test("a program gets what the record says, and leaves its folder", { skip }, async () => {
  writeFileSync(join(machine().folder, "log/input"), "from a file\n");
  const { pid, ...rest } = await machine().run({
    id: 10,
    argv: ["sh", "-c", "pwd; env | sort; cat; id; echo $0 >&2; kill -0 $$; exit 3", "the name"],
    env: ["A=1", "PATH=/usr/bin:/bin"],
    cwd: "/usr",
    stdin: "/var/log/input",
    uid: 1000,
    gid: 1001,
  });
  assert.match(rest.stdout, /^\/usr\nA=1\nPATH=\/usr\/bin:\/bin\nPWD=\/usr\nfrom a file\n/);
  assert.match(rest.stdout, /uid=1000[^ ]* gid=1001[^ ]* groups=1001[^ ]*\n$/);
  assert.equal(rest.stderr, "the name\n");
  assert.equal(rest.status, "exited 3\n");
  assert.equal(rest.waitStatus, 3 << 8);
  assert.ok(machine().read(pid, "cmdline").endsWith("\0the name\0"));
});

test("a program starts with clean signals, descriptors and scheduling", { skip }, async () => {
  const status = await shell(
    11,
    "grep -E '^(Sig(Blk|Ign)|Groups)' /proc/self/status; ls /proc/self/fd",
  );
  assert.equal(
    status,
    "Groups:\t0 \nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n0\n1\n2\n3\n",
  );
  assert.match(
    await shell(12, "cut -d' ' -f41 /proc/self/stat; cut -d' ' -f41 /proc/1/stat"),
    /^0\n1\n$/,
  );
});

test("what cannot be run is said as a shell says it", { skip }, async () => {
  const run = async (id: number, argv: string[], more = {}): Promise<unknown[]> => {
    const { stderr, waitStatus } = await machine().run({ id, argv, ...more });
    return [stderr, waitStatus >> 8];
  };
  writeFileSync(join(machine().folder, "log/data"), "no program", { mode: 0o755 });
  assert.deepEqual(await run(20, ["nothing"]), ["nothing: not found\n", 127]);
  const missing = "/bin/nothing: No such file or directory\n";
  assert.deepEqual(await run(21, ["/bin/nothing"]), [missing, 127]);
  assert.deepEqual(await run(22, ["/etc/passwd"]), ["/etc/passwd: Permission denied\n", 126]);
  assert.deepEqual(await run(23, ["/var/log/data"]), ["/var/log/data: Exec format error\n", 126]);
  assert.deepEqual(await run(24, ["true"], { cwd: "/none" }), [
    "/none: No such file or directory\n",
    126,
  ]);
  assert.deepEqual(await run(25, ["true"], { stdin: "/none" }), [
    "/none: No such file or directory\n",
    126,
  ]);
});

test("signals reach the program that is meant, and all", { skip }, async () => {
  const pids: number[] = [];
  for (const id of [30, 31, 32]) {
    machine().start({ id, argv: ["sleep", "1000"] });
    const report = await machine().report();
    assert.ok(report.kind === "started");
    pids.push(report.pid);
  }
  machine().send(emitSignal(31, 9));
  assert.deepEqual(await machine().report(), { kind: "exited", id: 31, waitStatus: 9 });
  assert.equal(machine().read(pids[1] ?? 0, "status"), "signaled 9\n");
  machine().send(emitSignal(31, 9));
  machine().send(emitSignal(30, 99));
  const refused = { kind: "failed", id: 30, errno: 22, text: "signal" };
  assert.deepEqual(await machine().report(), refused);
  machine().send(emitSignalAll(15));
  const ends = [await machine().report(), await machine().report()];
  assert.deepEqual(
    ends.toSorted((a, b) => a.id - b.id),
    [30, 32].map((id) => ({ kind: "exited", id, waitStatus: 15 })),
  );
  machine().send(emitSignalAll(15));
  assert.equal(await shell(33, "echo on"), "on\n");
});

test("orphans are reaped without a word", { skip }, async () => {
  assert.equal(await shell(40, "(sleep 0.05 &) ; exit 0"), "");
  const zombies = "sleep 0.3; grep -l '^State:.Z' /proc/[0-9]*/status; true";
  assert.equal(await shell(41, zombies), "");
});

test("a long record is taken whole", { skip }, async () => {
  const env = Array.from({ length: 800 }, (_, i) => `V${i}=${"x".repeat(60)}`);
  const { stdout } = await machine().run({ id: 50, argv: ["/usr/bin/env"], env });
  assert.equal(stdout, env.map((one) => `${one}\n`).join(""));
});
