// SPDX-License-Identifier: MIT
/**
 * Mistakes that people make, and what the compiler says to each: a test checks the text after
 * `@ts-expect-error`.
 */
import { param, run, scenario, type Duration, type Rate } from "dce";

const n: number = 3;

scenario({
  parameters: {
    // @ts-expect-error Argument of type '[]' is not assignable to parameter of type 'readonly [string | number, ...(string | number)[]]'. / Source has 0 element(s) but target requires 1.
    a: param.choice([]),
    // @ts-expect-error Argument of type '5' is not assignable to parameter of type '`${number}h` | `${number}min` | `${number}ms` | `${number}ns` | `${number}s` | `${number}us`'.
    b: param.duration(5),
    // @ts-expect-error Argument of type '"10Mbit"' is not assignable to parameter of type '`${number}Gbps` | `${number}Mbps` | `${number}bps` | `${number}kbps`'.
    c: param.rate("10Mbit"),
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number'.
    d: param.integer("4"),
    // @ts-expect-error Object literal may only specify known properties, and 'minimum' does not exist in type 'Between<number>'.
    e: param.integer(4, { minimum: 1 }),
  },
  build(net) {
    const h1 = net.host("h1");
    const h2 = net.host("h2");
    const s1 = net.switch("s1");

    // @ts-expect-error Type '"5 MBit"' is not assignable to type '`${number}Gbps` | `${number}Mbps` | `${number}bps` | `${number}kbps` | undefined'.
    net.link(h1, h2, { rate: "5 MBit" });
    // @ts-expect-error Type 'number' is not assignable to type '`${number}Gbps` | `${number}Mbps` | `${number}bps` | `${number}kbps` | undefined'.
    net.link(h1, h2, { rate: 5 });
    // @ts-expect-error Type '"10"' is not assignable to type '`${number}h` | `${number}min` | `${number}ms` | `${number}ns` | `${number}s` | `${number}us` | undefined'.
    net.link(h1, h2, { delay: "10" });
    // @ts-expect-error Object literal may only specify known properties, but 'dealy' does not exist in type 'LinkOptions'. Did you mean to write 'delay'?
    net.link(h1, h2, { dealy: "10ms" });
    // @ts-expect-error Type 'number' is not assignable to type '`${number}%`'.
    net.link(h1, h2, { loss: 0.05 });
    // @ts-expect-error Type '"0.05"' is not assignable to type '`${number}%`'.
    net.link(h1, h2, { loss: "0.05" });
    // @ts-expect-error Type 'number' is not assignable to type '`${number}B` | `${number}GB` | `${number}GiB` | `${number}KiB` | `${number}MB` | `${number}MiB` | `${number}kB` | `${number}packets` | undefined'.
    net.link(h1, h2, { queue: 100 });
    // @ts-expect-error Object literal may only specify known properties, and 'bandwidth' does not exist in type 'LinkOptions'.
    net.link(h1, h2, { bandwidth: "10Mbps" });
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Endpoint'.
    net.link(h1, "h2");
    // @ts-expect-error Expected 2-3 arguments, but got 1.
    net.link(h1);
    const rate = `${n * 2}Mbps`;
    // @ts-expect-error Type 'string' is not assignable to type '`${number}Gbps` | `${number}Mbps` | `${number}bps` | `${number}kbps` | undefined'.
    net.link(h1, h2, { rate });

    // @ts-expect-error Type '"6.10"' is not assignable to type '"6.12" | KernelOptions | undefined'.
    net.host("h3", { kernel: "6.10" });
    // @ts-expect-error Object literal may only specify known properties, and '"net.ipv4.tcp_congestion_contol"' does not exist in type 'Sysctl'.
    net.host("h3", { sysctl: { "net.ipv4.tcp_congestion_contol": "bbr" } });
    // @ts-expect-error Type '"4096 131072"' is not assignable to type '`${number} ${number} ${number}`'.
    net.host("h3", { sysctl: { "net.ipv4.tcp_rmem": "4096 131072" } });
    // @ts-expect-error Type 'true' is not assignable to type '0 | 1 | undefined'.
    net.host("h3", { sysctl: { "net.ipv4.ip_forward": true } });
    // @ts-expect-error Object literal may only specify known properties, and '"etc/motd"' does not exist in type 'Readonly<Record<`/${string}`, FileContent>>'.
    net.host("h3", { files: { "etc/motd": "hello" } });
    // @ts-expect-error Object literal may only specify known properties, and 'path' does not exist in type 'CopiedFile | TextFile | Uint8Array<ArrayBufferLike>'.
    net.host("h3", { files: { "/etc/motd": { path: "motd" } } });
    // @ts-expect-error Type '"10.0.0.1"' is not assignable to type '"auto" | "none" | readonly AddressWithPrefix[] | AddressWithPrefix | undefined'.
    h1.interface("eth0", { address: "10.0.0.1" });
    // @ts-expect-error Type '"10.0.0.0"' is not assignable to type '"none" | `${number}.${number}.${number}.${number}/${number}` | undefined'.
    net.addressing({ ipv4: "10.0.0.0" });

    // @ts-expect-error Type 'number' is not assignable to type '`${number}h` | `${number}min` | `${number}ms` | `${number}ns` | `${number}s` | `${number}us` | undefined'.
    h1.run("ping h2", { at: 5 });
    // @ts-expect-error Object literal may only specify known properties, and 'start' does not exist in type 'ProgramOptions'.
    h1.run("ping h2", { start: "5s" });
    // @ts-expect-error Type '"SIGTERMINATE"' is not assignable to type 'number | "any" | "running" | Expectation | readonly ExpectedStatus[] | Signal | undefined'.
    h1.run("ping h2", { expect: "SIGTERMINATE" });
    // @ts-expect-error Type '"exited"' is not assignable to type 'number | "any" | "running" | Expectation | readonly ExpectedStatus[] | Signal | undefined'.
    h1.run("ping h2", { expect: "exited" });
    // @ts-expect-error Argument of type '[string, string, number, Switch]' is not assignable to parameter of type 'string | readonly [string, ...Argument[]]'. / Type '[string, string, number, Switch]' is not assignable to type 'readonly [string, ...Argument[]]'. / Type at positions 1 through 3 in source is not compatible with type at position 1 in target. / Type 'Switch' is not assignable to type 'Argument'. / Type 'Switch' is not assignable to type 'Host | Interface'. / Type 'Switch' is missing the following properties from type 'Interface': ipv4, ipv6
    h1.run(["ping", "-c", 3, s1]);
    // @ts-expect-error Argument of type '[]' is not assignable to parameter of type 'string | readonly [string, ...Argument[]]'. / Type '[]' is not assignable to type 'readonly [string, ...Argument[]]'. / Source has 0 element(s) but target requires 1.
    h1.run([]);
    // @ts-expect-error Argument of type '"ospf"' is not assignable to parameter of type '"none" | "shortest-path"'.
    net.routing("ospf");
    // @ts-expect-error Type '"100"' is not assignable to type '`${number}B` | `${number}GB` | `${number}GiB` | `${number}KiB` | `${number}MB` | `${number}MiB` | `${number}kB` | `${number}packets` | undefined'.
    net.link(h1, h2, { queue: "100" });
    // @ts-expect-error Object literal may only specify known properties, and 'name' does not exist in type 'LinkDirection'.
    net.link(h1, h2, { name: "x", reverse: { name: "y" } });
    // @ts-expect-error Object literal may only specify known properties, and 'name' does not exist in type 'Omit<LinkOptions, "name">'.
    net.chain([h1, h2], { name: "x" });
    // @ts-expect-error Type '"64M"' is not assignable to type '`${number}B` | `${number}GB` | `${number}GiB` | `${number}KiB` | `${number}MB` | `${number}MiB` | `${number}kB` | undefined'.
    net.host("h3", { memory: "64M" });
    // @ts-expect-error Argument of type '"10.0.0.0"' is not assignable to parameter of type '"default" | AddressWithPrefix'.
    h1.route("10.0.0.0", { via: h2 });
    // @ts-expect-error Type 'Host' has no properties in common with type 'RouteOptions'.
    h1.route("default", h2);
    // @ts-expect-error Type '"TERM"' is not assignable to type 'Signal | undefined'.
    h1.run("ping h2", { stopSignal: "TERM" });
    // @ts-expect-error Type 'string' is not assignable to type 'number'.
    h1.run("ping h2", { uid: "root" });
    // @ts-expect-error Type 'number' is not assignable to type '`${number}B` | `${number}GB` | `${number}GiB` | `${number}KiB` | `${number}MB` | `${number}MiB` | `${number}kB` | undefined'.
    h1.capture({ snaplen: 96 });
    // Later releases have these.
    // @ts-expect-error Object literal may only specify known properties, and 'jitter' does not exist in type 'LinkOptions'.
    net.link(h1, h2, { jitter: "1ms" });
    // @ts-expect-error Type '{ gilbertElliott: { p: string; r: string; }; }' is not assignable to type '`${number}%`'.
    net.link(h1, h2, { loss: { gilbertElliott: { p: "1%", r: "10%" } } });
    // @ts-expect-error Object literal may only specify known properties, and 'clock' does not exist in type 'HostOptions'.
    net.host("h3", { clock: { drift: "20ppm" } });
    // @ts-expect-error Property 'crash' does not exist on type 'Host'.
    h1.crash({ at: "10s" });
    // @ts-expect-error Object literal may only specify known properties, and 'restart' does not exist in type 'ProgramOptions'.
    h1.run("ping h2", { restart: "always" });
    // @ts-expect-error Object literal may only specify known properties, and 'stdout' does not exist in type 'Expectation | readonly ExpectedStatus[]'.
    h1.run("ping h2", { expect: { status: 0, stdout: "3 packets" } });
    const [a, b, c] = net.hosts("h", 2);
    // @ts-expect-error Type 'Host | undefined' is not assignable to type 'Endpoint'. / Type 'undefined' is not assignable to type 'Endpoint'.
    net.lan("ab", [a, b, c]);
    // @ts-expect-error Type 'undefined' is not assignable to type 'Endpoint'.
    net.lan("lan", [h1, h2, undefined]);
  },
});

const exp = scenario({
  parameters: { cc: param.choice(["cubic", "bbr"]), queue: param.packets(100), rate: param.rate("5Mbps") },
  build(net, { cc }) {
    // @ts-expect-error This comparison appears to be unintentional because the types '"bbr" | "cubic"' and '"renoo"' have no overlap.
    const old = cc === "renoo";
    const h1 = net.host("h1");
    return { client: h1.run("true"), log: h1.file("/var/log/x"), old };
  },
  measure(outputs) {
    // @ts-expect-error Property 'stdOut' does not exist on type 'ProcessResult'. Did you mean 'stdout'?
    void outputs.client.stdOut;
    // @ts-expect-error Property 'length' does not exist on type 'Promise<string>'.
    void outputs.log.text().length;
    return { bytes: outputs.log.bytes };
  },
  check(_, run) {
    // @ts-expect-error Property 'byte' does not exist on type '{ bytes: number; }'. Did you mean 'bytes'?
    void run.measures.byte;
  },
});

// @ts-expect-error Type '"reno"' is not assignable to type '"bbr" | "cubic" | undefined'.
await run(exp, { set: { cc: "reno" } });
// @ts-expect-error Object literal may only specify known properties, and 'que' does not exist in type 'Partial<{ readonly cc: "bbr" | "cubic"; readonly queue: `${number}B` | `${number}GB` | `${number}GiB` | `${number}KiB` | `${number}MB` | `${number}MiB` | `${number}kB` | `${number}packets`; readonly rate: `${number}Gbps` | `${number}Mbps` | `${number}bps` | `${number}kbps`; }>'.
await run(exp, { set: { que: "20packets" } });
// @ts-expect-error Type 'number' is not assignable to type '`${number}B` | `${number}GB` | `${number}GiB` | `${number}KiB` | `${number}MB` | `${number}MiB` | `${number}kB` | `${number}packets` | undefined'.
await run(exp, { set: { queue: 20 } });
// @ts-expect-error Object literal may only specify known properties, but 'seeds' does not exist in type 'RunOptions<{ readonly cc: "bbr" | "cubic"; readonly queue: `${number}B` | `${number}GB` | `${number}GiB` | `${number}KiB` | `${number}MB` | `${number}MiB` | `${number}kB` | `${number}packets`; readonly rate: `${number}Gbps` | `${number}Mbps` | `${number}bps` | `${number}kbps`; }>'. Did you mean to write 'seed'?
await run(exp, { seeds: 3 });

const result = await run(exp);
// @ts-expect-error Property 'server' does not exist on type '{ readonly client: ProcessResult; readonly log: Content; readonly old: boolean; }'.
result.outputs.server;
// @ts-expect-error Property 'goodput' does not exist on type '{ bytes: number; }'.
result.measures.goodput;
// @ts-expect-error Type '"5 seconds"' is not assignable to type '`${number}h` | `${number}min` | `${number}ms` | `${number}ns` | `${number}s` | `${number}us`'.
const wait: Duration = "5 seconds";
// @ts-expect-error Type '"1GBps"' is not assignable to type '`${number}Gbps` | `${number}Mbps` | `${number}bps` | `${number}kbps`'.
const speed: Rate = "1GBps";
void [wait, speed];

const bare = scenario({ build(net) { net.host("a"); } });
// @ts-expect-error Type 'string' is not assignable to type 'never'.
await run(bare, { set: { cc: "bbr" } });
// @ts-expect-error Property 'client' does not exist on type 'void'.
scenario({ measure: ({ client }) => ({ ns: client.endNs ?? 0 }), build: (net) => ({ client: net.host("a").run("true") }) });
// @ts-expect-error Type 'string' is not assignable to type 'Parameter<unknown>'.
scenario({ parameters: { cc: "cubic" }, build(net) { net.host("a"); } });
// @ts-expect-error Object literal may only specify known properties, but 'builds' does not exist in type 'ScenarioDefinition<{}, void, {}>'. Did you mean to write 'build'?
scenario({ builds(net: unknown) { void net; } });
// @ts-expect-error Type '(net: Network) => Promise<void>' is not assignable to type '(net: Network, values: {}) => void | Parts'. / Type 'Promise<void>' is not assignable to type 'void | Parts'. / Type 'Promise<void>' is not assignable to type 'Parts'. / Index signature for type 'string' is missing in type 'Promise<void>'.
scenario({ async build(net) { net.host("a"); } });
