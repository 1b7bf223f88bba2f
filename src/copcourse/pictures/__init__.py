"""Pictures that an author describes as data (``records``) and the build draws (``drawing``)."""
