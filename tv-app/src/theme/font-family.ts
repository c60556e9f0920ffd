/** Name of the family that belongs to this application alone (lightning.md §1). */
export const fontFamily = 'ChanomaUD';
