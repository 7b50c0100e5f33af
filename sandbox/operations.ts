/** The operations whose promises a fault can break: `<contract>/<operation>`. */
export type OperationId =
  | 'max-ai-v3/uploadImage'
  | 'max-ai-v2/getImageUrl'
  | 'max-ai-v2/deleteImage'
  | 'invox-medical-2026-03-01/deleteDocument'
  | 'invox-medical-2026-03-01/generateSignedUrlsForDocuments';

/** Where a request arrived: a documented operation, or one of the places around them. */
export type Place = OperationId | 'invox-medical/token' | 'object-store/get' | 'object-store/put' | 'nowhere';

export const UPLOAD = 'max-ai-v3/uploadImage';
export const IMAGE_URL = 'max-ai-v2/getImageUrl';
export const DELETE_IMAGE = 'max-ai-v2/deleteImage';
export const DELETE_DOCUMENT = 'invox-medical-2026-03-01/deleteDocument';
export const SIGNED_URLS = 'invox-medical-2026-03-01/generateSignedUrlsForDocuments';

export type MaxAiOperation = typeof UPLOAD | typeof IMAGE_URL | typeof DELETE_IMAGE;
export type InvoxOperation = typeof DELETE_DOCUMENT | typeof SIGNED_URLS;
