// SPDX-License-Identifier: MIT
/**
 * Everything that the declarations have, in one scenario: it compiles, and its plan is made by a
 * test.
 */
import { type Host, param, run, type ScenarioError, scenario, units } from "dce";

export const spine = scenario({
  name: "spine",
  description: "hosts, link, switch, programs, sysctl, files, parameters, captures",
  parameters: {
    cc: param.choice(["cubic", "reno"], { help: "congestion control" }),
    n: param.integer(3, { min: 1, max: 200 }),
    rate: param.rate("10Mbps", { min: "1kbps" }),
    delay: param.duration("1ms"),
    queue: param.packets(100),
    loss: param.percent("0%"),
    block: param.size("128KiB"),
    verbose: param.flag(),
    note: param.text(""),
    factor: param.number(1.5),
  },
  until: ({ delay }) => `${10 + units.seconds(delay)}s`,
  build(net, { cc, n, rate, delay, queue, loss, block, verbose, note, factor }) {
    net.defaults({
      host: { sysctl: { "net.ipv4.tcp_congestion_control": cc } },
      program: { env: { LANG: "C" } },
    });
    net.addressing({ ipv4: "10.1.0.0/16", ipv6: "none" });
    net.routing("shortest-path");
    const r1 = net.router("r1", {
      files: { "/etc/motd": "hello\n" },
      memory: "32MiB",
      cpu: { perSyscall: "200ns" },
    });
    const server = net.host("server", {
      files: {
        "/srv/www": { from: "site" },
        "/etc/server.conf": { text: `note=${note}`, mode: "0600", uid: 33, gid: 33 },
      },
      install: ["build/server"],
      env: { BLOCK: String(units.bytes(block)) },
    });
    const wan = net.link(r1, server, {
      rate,
      delay,
      queue,
      loss,
      mtu: 1500,
      reverse: { rate: "1Mbps", loss: "1%" },
    });
    const clients = net.hosts("c", n);
    const s1 = net.switch("s1");
    net.star(s1, [...clients, r1], { rate: `${100 * factor}Mbps`, delay: "10us" });
    net.lan("quiet", net.hosts("q", 2), { qdisc: "fq_codel limit 1000 ecn" });
    net.link(
      server.interface("dmz", {
        address: ["192.168.7.1/24", "fd00:7::1/64"],
        mac: "02:00:00:00:00:07",
      }),
      net.host("out"),
    );
    server.route("default", { via: r1 });
    server.write("/etc/issue", new Uint8Array([72, 10]));

    wan.capture({ snaplen: "96B" });
    server.capture({ from: "1s", until: "2s" });
    if (verbose) net.capture();

    const daemon = server.run("server --conf /etc/server.conf", {
      expect: "running",
      uid: 33,
      gid: 33,
      cwd: "/srv/www",
    });
    const first: Host = clients.first;
    const transfer = first.run(["wget", "-O", "/dev/null", `http://${wan.to.ipv4}:8080/`], {
      at: "1s",
      stdin: "",
    });
    first.run(["ss", "-tin"], { at: "1500ms", expect: [0, 1] });
    clients.last.run("sleep 100", { until: "3s", stopSignal: "SIGINT", name: "sleeper" });
    return { daemon, transfer, wan, clients, ss: first.file("/root/ss.txt") };
  },
  measure: ({ wan }) => ({ bytes: wan.forward.bytes }),
  check({ transfer }, run) {
    if (transfer.status !== 0 || run.measures.bytes === 0)
      throw new Error("nothing was transferred");
  },
});

/** Never called: the types of a run and of its errors. */
async function runSpine(): Promise<void> {
  try {
    const result = await run(spine, {
      seed: 3,
      set: { cc: "reno", n: 5 },
      until: "20s",
      out: "results/spine",
      pcap: true,
      verify: true,
    });
    const text: string = await result.outputs.ss.text();
    void [text, result.ok, result.failures, result.frames.hash, result.host("r1").kernel];
  } catch (error) {
    for (const issue of (error as ScenarioError).issues)
      void `${issue.place} ${issue.subject}: ${issue.message}`;
  }
}
void runSpine;
