// SPDX-License-Identifier: MIT
/**
 * Runs jobs that depend on each other, several side by side.
 *
 * Among the jobs that can start, the one with the longest chain of work behind it goes first, so
 * that short ones fill the time beside a long one. After a failure nothing new starts; the jobs
 * that run are let end, so that their results are kept.
 */

/** One piece of work. */
export interface Job {
  readonly name: string;
  /** Names of jobs, or of their parts ("NAME/PART"), that come first. Unknown names are errors. */
  readonly needs: readonly string[];
  /** Expected duration. Unit: s. */
  readonly seconds: number;
  /** Whether it takes one of the places; what only waits for the network does not. */
  readonly occupies: boolean;
  /** Does the work; may call `partDone` for those that need only a part of it. */
  run(partDone: (part: string) => void): Promise<void>;
}

/** For each job, its duration plus that of the longest chain of jobs that wait for it. */
function chains(jobs: ReadonlyMap<string, Job>): Map<string, number> {
  const lengths = new Map<string, number>();
  const open = new Set<string>();
  const length = (name: string): number => {
    const known = lengths.get(name);
    if (known !== undefined) return known;
    if (open.has(name)) throw new Error(`Cannot build '${name}': it needs itself.`);
    open.add(name);
    let longest = 0;
    for (const job of jobs.values()) {
      if (job.needs.some((need) => jobOf(need) === name)) {
        longest = Math.max(longest, length(job.name));
      }
    }
    open.delete(name);
    const total = longest + (jobs.get(name)?.seconds ?? 0);
    lengths.set(name, total);
    return total;
  };
  for (const name of jobs.keys()) length(name);
  return lengths;
}

/** The job in "NAME/PART". */
function jobOf(need: string): string {
  return need.split("/", 1)[0] ?? need;
}

function index(jobs: readonly Job[]): Map<string, Job> {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  for (const job of jobs) {
    for (const need of job.needs) {
      if (!byName.has(jobOf(need))) {
        throw new Error(`Cannot build '${job.name}': there is no '${need}'.`);
      }
    }
  }
  return byName;
}

/**
 * Runs all jobs, at most `places` at a time.
 * @throws the first failure, once every job that was running has ended
 */
export async function runJobs(jobs: readonly Job[], places: number): Promise<void> {
  const byName = index(jobs);
  const order = chains(byName);
  const waiting = [...jobs].sort((a, b) => (order.get(b.name) ?? 0) - (order.get(a.name) ?? 0));
  const done = new Set<string>();
  const failures: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let occupied = 0;
  let runningCount = 0;

  const ready = (job: Job): boolean =>
    job.needs.every((need) => done.has(need) || done.has(jobOf(need)));
  const startWhatCan = (): void => {
    for (const job of failures.length > 0 ? [] : [...waiting]) {
      if (!ready(job) || (job.occupies && occupied >= places)) continue;
      waiting.splice(waiting.indexOf(job), 1);
      void start(job);
    }
    if (runningCount === 0) resolve();
  };
  const start = async (job: Job): Promise<void> => {
    runningCount++;
    if (job.occupies) occupied++;
    try {
      await job.run((part) => {
        done.add(`${job.name}/${part}`);
        startWhatCan();
      });
      done.add(job.name);
    } catch (error) {
      failures.push(error);
    }
    runningCount--;
    if (job.occupies) occupied--;
    startWhatCan();
  };
  startWhatCan();
  await promise;
  if (failures.length > 0) throw failures[0];
}
