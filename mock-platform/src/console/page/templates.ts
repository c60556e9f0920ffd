import type { Hazard, Level } from '../../protocol/alerts.ts';
import type { Template } from '../../protocol/console.ts';

type Words = readonly [sentence: string, plain: string, en: string];

/** Ready second sentences, by hazard: on the way (levels 3 and 4), and inside (level 5). */
const ready: Record<Hazard, Record<Template['place'], Words>> = {
  landslide: {
    way: [
      'がけの ちかくを とおらないで ください。',
      'がけの 近くを 歩かないで ください。',
      'Stay away from slopes.',
    ],
    inside: [
      'がけから はなれた へやへ。',
      'がけから 遠い へやに いて ください。',
      'Move to a room away from the slope.',
    ],
  },
  flood: {
    way: ['川に ちかづかないで ください。', '川の 近くに 行かないで ください。', 'Stay away from rivers.'],
    inside: ['2かいより うえへ。', '2かいより 上に 行って ください。', 'Move to the upper floor.'],
  },
  'storm-surge': {
    way: ['海に ちかづかないで ください。', '海の 近くに 行かないで ください。', 'Stay away from the sea.'],
    inside: ['2かいより うえへ。', '2かいより 上に 行って ください。', 'Move to the upper floor.'],
  },
  'heavy-rain': {
    way: [
      '川や 田んぼに ちかづかないで。',
      '川や 田んぼに 行かないで ください。',
      'Stay away from rivers and fields.',
    ],
    inside: ['そとへ でないで ください。', '外に 出ないで ください。', 'Do not go outside.'],
  },
  tsunami: {
    way: [
      '海から はなれて たかい ところへ。',
      '海から 遠い 高い 所へ 行って ください。',
      'Go to high ground, away from the sea.',
    ],
    inside: ['できるだけ たかい ところへ。', '高い 所へ 行って ください。', 'Go as high as you can.'],
  },
  earthquake: {
    way: [
      'ブロックべいから はなれて ください。',
      'かべの 近くを 歩かないで ください。',
      'Stay away from walls.',
    ],
    inside: ['まどから はなれて ください。', 'まどの 近くに いないで ください。', 'Stay away from windows.'],
  },
  fire: {
    way: [
      'けむりと はんたいへ にげて ください。',
      'けむりが ない ほうへ にげて ください。',
      'Move away from the smoke.',
    ],
    inside: ['まどを しめて ください。', 'まどを しめて ください。', 'Close the windows.'],
  },
};

/** Every ready sentence of ours. */
export const allTemplates: readonly Template[] = (Object.keys(ready) as Hazard[]).flatMap((hazard) =>
  (['way', 'inside'] as const).map((place) => {
    const [sentence, plain, en] = ready[hazard][place];
    return { hazard, place, sentence, plain, en };
  }),
);

/** The ready sentence of a hazard and level in three languages: the town's own, or ours. */
export function templateFor(hazard: Hazard, level: Level, own: readonly Template[] = []): Template {
  const place = level === 5 ? 'inside' : 'way';
  const fits = (one: Template) => one.hazard === hazard && one.place === place;
  return own.find(fits) ?? (allTemplates.find(fits) as Template);
}

/** The weather agency's name of its message at a level (2026 table); other hazards have none of this kind. */
export function agencyNameFor(hazard: Hazard, level: Level): string | undefined {
  const names: Partial<Record<Hazard, string>> = {
    landslide: '土砂災害',
    flood: '氾濫',
    'storm-surge': '高潮',
    'heavy-rain': '大雨',
  };
  const kinds: Record<Level, string> = { 3: '警報', 4: '危険警報', 5: '特別警報' };
  const name = names[hazard];
  return name && `レベル${level}${name}${kinds[level]}`;
}
