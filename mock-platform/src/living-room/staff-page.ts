/** May show its own style and nothing else. */
export const staffPagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** Keeps the place of the cable operator's console: says what will be there and leads back. */
export const staffPage = `<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>ケーブル局 茶の間</title>
    <style>
      body { max-width: 40rem; margin: 4rem auto; padding: 0 1.5rem; color: #1a1a1a; background: #fff;
        font: 1.0625rem/1.75 sans-serif; }
      a { color: #0017c1; }
    </style>
  </head>
  <body>
    <main>
      <h1>ケーブル局のページ</h1>
      <p>このページは、まだありません。</p>
      <p>ここでは、局の担当者が住民のカードの登録を手伝い、テレビにつなぐ箱を登録し、ログインできなかった理由を調べます。</p>
      <p><a href="/">茶の間へもどる</a></p>
    </main>
  </body>
</html>
`;
