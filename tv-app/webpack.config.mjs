import path from 'node:path';
import { fileURLToPath } from 'node:url';
import CopyPlugin from 'copy-webpack-plugin';
import HtmlWebpackPlugin from 'html-webpack-plugin';
import TerserPlugin from 'terser-webpack-plugin';
import webpack from 'webpack';

const here = path.dirname(fileURLToPath(import.meta.url));
const assets = path.resolve(here, '../assets');

/**
 * Shorter code for old engines, where the code itself gives the reason: nobody looks into private fields from outside, no
 * spread object has accessors, and no class field hides one of its base class.
 */
const assumptions = {
  privateFieldsAsProperties: true,
  setSpreadProperties: true,
  setPublicClassFields: true,
  setComputedProperties: true,
  objectRestNoSymbols: true,
  noDocumentAll: true,
};

/** Everything that goes into the bundle is brought down to what the oldest box understands (D13). */
const swc = (syntax) => ({
  loader: 'swc-loader',
  options: {
    jsc: {
      parser: { syntax },
      keepClassNames: true,
      transform: { useDefineForClassFields: false },
      assumptions,
    },
    env: { targets: { chrome: '53', safari: '12' }, include: ['transform-exponentiation-operator'] },
  },
});

/** Effects, components and textures that Lightning lists in its exports and nothing here uses: a quarter of its size. */
const unused = [
  'components[\\/]\\w+',
  'renderer[\\/](webgl|c2d)[\\/]shaders[\\/](?!Default)\\w+',
  'renderer[\\/]common[\\/]shaders[\\/]\\w+',
  'textures[\\/](Html|Noise)Texture',
  'textures[\\/]TextTextureRendererAdvanced',
  'platforms[\\/]browser[\\/]ImageWorker',
];
const unusedEffects = new RegExp(
  `@lightningjs[\\\\/]core[\\\\/]dist[\\\\/]src[\\\\/](${unused.join('|')})\\.m?js$`,
);

/** Parts of the SDK that its Launch names and nothing here uses; the companion package would call foreign servers. */
const unusedOfSdk = new RegExp(
  '@lightningjs[\\\\/]sdk[\\\\/]src[\\\\/](Accessibility|Ads|AudioPlayer|Colors|FpsCounter|Language|MediaPlayer|Metrics|Router|Storage|VersionLabel)[\\\\/]index\\.js$' +
    '|node_modules[\\\\/]@metrological[\\\\/]sdk[\\\\/]',
);
const standIn = (pattern, file) =>
  new webpack.NormalModuleReplacementPlugin(pattern, (resource) => {
    if (resource.createData) resource.createData.resource = path.resolve(here, 'src/types', file);
  });

/** The application into `dist`; as `gallery` the pages of its components, which are never shipped (gallery/command.mjs). */
export default ({ gallery = false } = {}) => ({
  mode: 'production',
  context: here,
  entry: { fonts: './src/fonts.ts', main: gallery ? './gallery/index.ts' : './src/index.ts' },
  target: ['web', 'es2015'],
  devtool: false,
  output: {
    path: path.resolve(here, 'dist'),
    filename: '[name].[contenthash:12].js',
    // A page that does not come within this time offers もういちど.
    chunkLoadTimeout: 8000,
    publicPath: './',
    clean: true,
  },
  resolve: {
    extensions: ['.ts', '.mjs', '.js', '.json'],
  },
  module: {
    rules: [
      { test: /\.ts$/, exclude: /\.d\.ts$/, use: swc('typescript') },
      { test: /\.m?js$/, resolve: { fullySpecified: false }, use: swc('ecmascript') },
      { test: /node_modules[\\/]@lightningjs[\\/]sdk/, sideEffects: false },
    ],
  },
  optimization: {
    // One file behind each door: a library belongs to the only page that uses it.
    splitChunks: { cacheGroups: { defaultVendors: false } },
    minimizer: [
      // Lightning finds the states of a component by the names of its classes; names of functions mean nothing.
      new TerserPlugin({
        extractComments: false,
        terserOptions: { ecma: 2015, keep_classnames: true, module: true, compress: { passes: 3 } },
      }),
    ],
  },
  plugins: [
    standIn(unusedEffects, 'unused-effect.js'),
    standIn(unusedOfSdk, 'unused-of-sdk.js'),
    new HtmlWebpackPlugin({
      template: './src/index.html',
      scriptLoading: 'blocking',
      inject: 'body',
      // As written, the fonts first.
      chunks: ['fonts', 'main'],
      chunksSortMode: 'manual',
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
});
