// SPDX-License-Identifier: MIT
/** What the inference must give; a widening to `any`, `unknown` or `string` does not compile. */
import {
  type Content,
  type HostResult,
  type LinkResult,
  type ProcessResult,
  param,
  type Rate,
  run,
  scenario,
} from "dce";

/** Exact: two functions over T are equal only when A and B are, `any` included. */
type Equal<A, B> =
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>): void => {};

const exp = scenario({
  parameters: {
    cc: param.choice(["cubic", "bbr"]),
    n: param.integer(2),
    rate: param.rate("5Mbps"),
    on: param.flag(),
  },
  build(net, values) {
    same<
      typeof values,
      {
        readonly cc: "cubic" | "bbr";
        readonly n: number;
        readonly rate: Rate;
        readonly on: boolean;
      }
    >(true);
    const [a, b] = [net.host("a"), net.host("b")];
    const link = net.link(a, b, { rate: values.rate });
    return {
      ping: a.run("ping b"),
      all: [a.run("true")],
      more: net.hosts("m", 2),
      n: 5,
      link,
      nested: { log: a.file("/var/log/x") },
    };
  },
  measure({ ping, nested }, run) {
    same<typeof ping, ProcessResult>(true);
    same<typeof run.seed, number>(true);
    return { bytes: nested.log.bytes, name: "x" };
  },
  check(outputs, run) {
    same<typeof run.measures, { bytes: number; name: string }>(true);
    same<typeof outputs.link, LinkResult>(true);
  },
});

/** Never called. */
export async function runs(): Promise<void> {
  const result = await run(exp, { set: { cc: "bbr" } });
  same<typeof result.outputs.all, readonly ProcessResult[]>(true);
  same<typeof result.outputs.more.first, HostResult>(true);
  same<typeof result.outputs.n, number>(true);
  same<typeof result.outputs.nested.log, Content>(true);
  same<typeof result.measures.bytes, number>(true);

  const bare = scenario({
    build(net) {
      net.host("a");
    },
  });
  await run(bare, { seed: 3 });
}
