"""What truceline says to others about its log, in the text formats of C2SP: notes, checkpoints, cosignatures, policies, proofs.

``plain`` has what all formats share, ``keys`` who may have signed, ``note`` a text with signatures, ``checkpoint`` the text that
says what a tree is, ``signing`` and ``cosignature`` write signatures, ``policy`` says whose signatures are needed, ``proof_file``
is the proof of one entry that needs no log at hand, ``tile_files`` the names of the files of a log that is copied.
All of it is values in, values out; only ``signing`` reads and writes keys. What is not as it should be raises NoteError.
"""
