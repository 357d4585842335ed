// Starts the program on a free loopback port with the demonstration company in a directory of its own.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const kEvents = "20000";
const kStart = 60_000;

function program() {
  const given = process.env.PARCOURS_BIN ?? process.env.PARCOURS;
  const known = ["dev", "release"].map(
    (preset) => new URL(`../../../build/${preset}/parcours`, import.meta.url).pathname,
  );
  const found = given ?? known.find((path) => existsSync(path));
  if (!found)
    throw new Error(
      "no program: build it, or name it in PARCOURS_BIN, or a server in PARCOURS_URL",
    );
  return found;
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

async function answers(address, child) {
  const end = Date.now() + kStart;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    try {
      if ((await fetch(`${address}/api/status`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the server did not answer in time");
}

export async function startServer() {
  const binary = program();
  const home = await mkdtemp(join(tmpdir(), "parcours-browser-"));
  const [company, data] = [join(home, "company"), join(home, "data")];
  await run(binary, ["simulate", "--events", kEvents, "--seed", "1", "--out", company]);
  const mapping = join(company, "mapping.yaml");
  for (const file of ["events.csv", "late_stores.csv", "bad_rows.csv"]) {
    await run(binary, [
      "import",
      join(company, file),
      "--mapping",
      mapping,
      "--data",
      data,
      "--yes",
    ]);
  }
  await run(binary, ["design", "add", join(company, "journey.yaml"), "--data", data]);
  await run(binary, ["repository", "add", join(company, "repository.yaml"), "--data", data]);
  await run(binary, ["persona", "add", join(company, "personas.yaml"), "--data", data]);
  await run(binary, ["guide", "add", join(company, "guide.yaml"), "--data", data]);
  await run(binary, ["perimeter", "add", join(company, "perimeter.yaml"), "--data", data]);
  const port = await freePort();
  const child = spawn(binary, ["serve", "--data", data, "--port", String(port)], {
    stdio: "ignore",
  });
  const address = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    }
    await rm(home, { recursive: true, force: true });
  };
  try {
    await answers(address, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}
