import { z } from "zod";

const step = z
  .object({
    name: z.string().optional(),
    uses: z.string().optional(),
    run: z.string().optional(),
    if: z.string().optional(),
    with: z.record(z.string(), z.unknown()).optional(),
    env: z.record(z.string(), z.string()).optional(),
  })
  .strict()
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idsteps
  .refine(
    ({ uses, run }) => (uses === undefined) !== (run === undefined),
    "a step uses an action or runs a command",
  );

const service = z
  .object({
    image: z.string().regex(/:\d/, "names no version"),
    env: z.record(z.string(), z.string()).optional(),
    ports: z.array(z.string()).optional(),
    options: z.string().optional(),
  })
  .strict();

const job = z
  .object({
    name: z.string(),
    "runs-on": z.string(),
    "timeout-minutes": z.number().int().positive(),
    strategy: z.object({
      "fail-fast": z.boolean(),
      matrix: z.object({ node: z.array(z.string()).min(1) }).strict(),
    }),
    services: z.record(z.string(), service).optional(),
    steps: z.array(step).min(1),
  })
  .strict();

/**
 * The part of GitHub's workflow syntax that this project uses, and no more of it: a word that is spelled wrong is an error, where
 * GitHub might ignore it. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
export const workflowSchema = z
  .object({
    name: z.string(),
    on: z.record(z.enum(["push", "pull_request", "workflow_dispatch"]), z.unknown()),
    permissions: z.object({ contents: z.literal("read") }).strict(),
    concurrency: z.object({ group: z.string(), "cancel-in-progress": z.union([z.string(), z.boolean()]) }),
    jobs: z.record(z.string(), job),
  })
  .strict();
/** A workflow of GitHub Actions. */
export type Workflow = z.infer<typeof workflowSchema>;

/** The steps of all jobs of a workflow. */
export function stepsOf(workflow: Workflow) {
  return Object.values(workflow.jobs).flatMap(({ steps }) => steps);
}

/**
 * What is wrong with a command of a step: it names an npm script or a file that does not exist. `scripts`: those of package.json.
 * `exists`: whether a path of the project does.
 */
export function wrongCommand(
  command: string,
  scripts: Readonly<Record<string, string>>,
  exists: (path: string) => boolean,
): string | null {
  const npm = /^npm (?:run )?([\w:]+)/.exec(command)?.[1];
  if (npm !== undefined) return npm in scripts ? null : `there is no npm script "${npm}"`;
  const file = /^node ([\w./-]+)/.exec(command)?.[1];
  if (file !== undefined) return exists(file) ? null : `there is no ${file}`;
  return /^npx playwright install /.test(command) ? null : `an unknown command: ${command}`;
}
