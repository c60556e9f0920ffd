import path from 'node:path';
import { fileURLToPath } from 'node:url';
import CopyPlugin from 'copy-webpack-plugin';
import HtmlWebpackPlugin from 'html-webpack-plugin';
import TerserPlugin from 'terser-webpack-plugin';

const here = path.dirname(fileURLToPath(import.meta.url));
const assets = path.resolve(here, '../assets');

/** Everything that goes into the bundle is brought down to what the oldest box understands (D13). */
const swc = (syntax) => ({
  loader: 'swc-loader',
  options: {
    jsc: { parser: { syntax }, keepClassNames: true, transform: { useDefineForClassFields: false } },
    env: { targets: { chrome: '53', safari: '12' }, include: ['transform-exponentiation-operator'] },
  },
});

export default {
  mode: 'production',
  context: here,
  entry: './src/index.ts',
  target: ['web', 'es2015'],
  devtool: false,
  output: {
    path: path.resolve(here, 'dist'),
    filename: '[name].[contenthash:12].js',
    publicPath: './',
    clean: true,
  },
  resolve: {
    extensions: ['.ts', '.mjs', '.js', '.json'],
    alias: { '@metrological/sdk': path.resolve(here, 'src/types/metrological-stub.js') },
  },
  module: {
    rules: [
      { test: /\.ts$/, exclude: /\.d\.ts$/, use: swc('typescript') },
      { test: /\.m?js$/, resolve: { fullySpecified: false }, use: swc('ecmascript') },
      { test: /node_modules[\\/]@lightningjs[\\/]sdk/, sideEffects: false },
    ],
  },
  optimization: {
    minimizer: [
      // Lightning finds the states of a component by the names of its classes.
      new TerserPlugin({
        extractComments: false,
        terserOptions: { ecma: 2015, keep_classnames: true, keep_fnames: true },
      }),
    ],
  },
  plugins: [
    new HtmlWebpackPlugin({
      template: './src/index.html',
      scriptLoading: 'blocking',
      inject: 'body',
      minify: { collapseWhitespace: true, removeComments: true },
    }),
    new CopyPlugin({
      patterns: [
        { from: './src/page.css' },
        { from: `${assets}/fonts/*.woff2`, to: 'fonts/[name][ext]' },
        { from: `${assets}/fonts/OFL.txt`, to: 'fonts/OFL.txt' },
        ...['icons', 'pictures', 'sounds'].map((folder) => ({
          from: '**/*.{svg,png,mp3,ogg,wav}',
          context: path.join(assets, folder),
          to: `${folder}/[path][name][ext]`,
          noErrorOnMissing: true,
        })),
      ],
    }),
  ],
  performance: { maxAssetSize: 2_000_000, maxEntrypointSize: 1_000_000 },
};
