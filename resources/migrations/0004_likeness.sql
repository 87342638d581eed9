-- How much of the recording is seen in a rendition: SSIM of a sample of pictures, where it was asked for; 1 = identical.
-- likeness_luma: of brightness alone; likeness_pictures: how many were compared.
ALTER TABLE rendition ADD COLUMN likeness REAL CHECK (likeness BETWEEN 0 AND 1);
ALTER TABLE rendition ADD COLUMN likeness_luma REAL CHECK (likeness_luma BETWEEN 0 AND 1);
ALTER TABLE rendition ADD COLUMN likeness_pictures INTEGER CHECK (likeness_pictures > 0);
