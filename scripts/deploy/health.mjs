// A container's health check, for images without curl: exit code 0 while the app answers that all of its parts work.
const port = process.env.PORT || 3000;

try {
  const response = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(4_000) });
  const text = await response.text();
  console.log(text);
  if (response.status !== 200) process.exitCode = 1;
} catch (error) {
  console.error(error.cause?.code ?? error.message);
  process.exitCode = 1;
}
