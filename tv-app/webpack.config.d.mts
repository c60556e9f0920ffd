import type { Configuration } from 'webpack';

declare const configuration: (options?: {
  gallery?: boolean;
}) => Omit<Configuration, 'entry'> & { entry: Record<'fonts' | 'main', string> };
export default configuration;
