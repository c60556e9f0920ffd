/** What came of one attempt: taken; refused for good; or to be tried again. */
export type Outcome = { taken: true } | { taken: false; forGood: boolean; error: string };

export type Send = (
  url: string,
  request: { headers: Record<string, string>; body: string },
) => Promise<Outcome>;

const limitMs = 5000;

/** RFC 8935 §2.4: the receiver says in JSON why it does not take a SET. */
async function errorOf(response: Response): Promise<string> {
  try {
    const { err, error } = (await response.json()) as { err?: unknown; error?: unknown };
    const code = err ?? error;
    return typeof code === 'string' ? code.slice(0, 60) : `status ${response.status}`;
  } catch {
    return `status ${response.status}`;
  }
}

/**
 * Over HTTP, within five seconds, without following redirects. A 400 is the receiver's last word (RFC 8935 §2.3, Back-
 * Channel Logout §2.8); anything else may pass.
 */
export const sendOverHttp: Send = async (url, { headers, body }) => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(limitMs),
    });
    if (response.ok) {
      await response.body?.cancel();
      return { taken: true };
    }
    return { taken: false, forGood: response.status === 400, error: await errorOf(response) };
  } catch (error) {
    return { taken: false, forGood: false, error: (error as Error).name };
  }
};
