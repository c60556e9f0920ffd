import { callBox } from './box-control.ts';
import type { DemoBox } from './options.ts';
import type { SeededWorld } from './seed/seed.ts';

/**
 * What an installer does once at each home: registers the box with its one-time code and ends the residents' enrolment
 * at it. A box that knows everything is left alone.
 * @throws Error when a box does not answer.
 */
export async function provisionBoxes(world: SeededWorld, boxes: readonly DemoBox[]): Promise<void> {
  await Promise.all(
    boxes.map(async ({ household, control }) => {
      const seeded = world.boxes.find((box) => box.household === household);
      if (!seeded) throw new Error(`the demo's world has no household "${household}"`);
      const { registered } = await callBox(control, 'status', {});
      if (!registered) await callBox(control, 'box.register', { code: await seeded.registrationCode() });
      for (const enrolment of seeded.enrolments) await callBox(control, 'residents.enrol', enrolment);
      seeded.handedOver();
    }),
  );
}
