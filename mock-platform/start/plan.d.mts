/** One process: its name for messages, its TypeScript entry from the project's root, its arguments. */
export interface PlannedProcess {
  name: string;
  file: string;
  args: string[];
}
/** Where consoles and phone pages are opened to other machines. */
export interface LocalNetwork {
  host: string;
  port: number;
  url: string;
}
export const fictionalPhone: string;
export function addressOf(port: number): string;
export function portsOf(port: number): number[];
export function planProcesses(
  options: {
    port: number;
    data: string;
    reader: 'simulated' | 'pcsc';
    profile?: 'trial' | 'statute' | undefined;
    vpcd?: string | undefined;
    localNetwork?: LocalNetwork | undefined;
    helpPhone?: string | undefined;
  },
  sockets: string,
): { card: PlannedProcess; agents: PlannedProcess[]; platform: PlannedProcess };
