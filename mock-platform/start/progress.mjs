const dots = ['   ', '.  ', '.. ', '...'];

/**
 * Runs a step and shows that it is under way: moving dots on a terminal, two lines elsewhere.
 * The step may return a short remark for the closing line.
 */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const terminal = process.stdout.isTTY;
  let tick = 0;
  const draw = () => process.stdout.write(`\r  ${title} ${dots[tick++ % dots.length]} ${seconds()} `);
  const timer = terminal ? setInterval(draw, 300) : undefined;
  if (!terminal) process.stdout.write(`  ${title} …\n`);
  try {
    const remark = await work();
    const line = `  ${title}: ${remark ?? 'done'} (${seconds()})`;
    process.stdout.write(terminal ? `\r${line.padEnd(60)}\n` : `${line}\n`);
  } catch (error) {
    if (terminal) process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
