/** A report of the weather agency, as its kinds of 2026 are built. */
export const jmaReport = (
  change: Partial<Record<'status' | 'info' | 'at' | 'serial' | 'title' | 'kind' | 'condition', string>> = {},
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Report xmlns="http://xml.kishou.go.jp/jmaxml1/" xmlns:jmx="http://xml.kishou.go.jp/jmaxml1/">
<Control><Title>気象警報・注意報(R06)</Title><DateTime>2026-11-21T00:00:00Z</DateTime><Status>${change.status ?? '通常'}</Status><EditorialOffice>ひより地方気象台</EditorialOffice><PublishingOffice>ひより地方気象台</PublishingOffice></Control>
<Head xmlns="http://xml.kishou.go.jp/jmaxml1/informationBasis1/"><Title>${change.title ?? 'ひより県気象警報'}</Title><ReportDateTime>${change.at ?? '2026-11-21T09:00:00+09:00'}</ReportDateTime><EventID>E1</EventID><InfoType>${change.info ?? '発表'}</InfoType><Serial>${change.serial ?? '1'}</Serial><InfoKind>気象警報</InfoKind><Headline><Text>大雨に警戒してください。</Text></Headline></Head>
<Body xmlns="http://xml.kishou.go.jp/jmaxml1/body/meteorology1/"><Warning type="気象警報・注意報(市町村等)"><Item><Kind><Name>${change.kind ?? 'レベル３大雨警報'}</Name><Code>03</Code><Status>${change.condition ?? '継続'}</Status><Property><SignificancyPart><Base><Significancy type="土砂災害"><Code>31</Code><Name>警戒レベル３相当</Name></Significancy></Base></SignificancyPart></Property></Kind><Area><Name>ひより町</Name><Code>9900100</Code></Area></Item></Warning></Body>
</Report>`;

/** A message of L-Alert in its JSON form. */
export const lAlertMessage = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  docid: '6f1a5a3e-7b1f-4f0e-9a57-0f2f8d3d9c11',
  countrycode: 'jp',
  citycode: '990019',
  運用種別: '通常',
  revision: 1,
  種別: '避難情報',
  更新種別: '新規',
  発信者: 'ひより町',
  標題: '避難指示',
  本文: '山手に 避難指示を 発令しました。',
  警戒レベル: '４',
  発信日時: '2026-11-21T09:00:00+09:00',
  ...change,
});
