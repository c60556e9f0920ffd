import { fileURLToPath } from 'node:url';
import HtmlWebpackPlugin from 'html-webpack-plugin';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The pages of the platform's own web server: nothing inline, so that they run under `default-src 'self'`. */
const page = (name, folder) =>
  new HtmlWebpackPlugin({
    filename: `${name}.html`,
    template: here(`src/${folder}/page/index.html`),
    favicon: here('src/console/page/mark.svg'),
    chunks: [name],
    scriptLoading: 'defer',
  });

export default {
  mode: 'production',
  target: ['web', 'es2022'],
  entry: {
    'living-room': here('src/living-room/page/main.ts'),
    town: here('src/console/page/main.ts'),
    welfare: here('src/console/page/welfare/main.ts'),
  },
  output: {
    path: here('dist/pages'),
    publicPath: '/pages/',
    filename: '[name].[contenthash:10].js',
    cssFilename: '[name].[contenthash:10].css',
    assetModuleFilename: '[name].[contenthash:10][ext]',
    clean: true,
  },
  resolve: { extensions: ['.ts', '.js'] },
  module: {
    rules: [
      {
        test: /\.ts$/,
        use: {
          loader: 'swc-loader',
          options: {
            jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
          },
        },
      },
      { test: /drawings[\\/].*\.svg$/, type: 'asset/source' },
      { test: /\.woff2$/, type: 'asset/resource' },
    ],
  },
  plugins: [page('living-room', 'living-room'), page('town', 'console'), page('welfare', 'console')],
  performance: { hints: false },
  devtool: false,
};
