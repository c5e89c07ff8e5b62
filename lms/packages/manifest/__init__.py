"""What the packages' own descriptions say: imsmanifest.xml, cmi5.xml, h5p.json."""
