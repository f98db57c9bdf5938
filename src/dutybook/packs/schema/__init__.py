"""What a pack may say, key by key, as pydantic models, and the same as JSON Schema for editors.

Nothing here may know another element than the one in hand: names, layers and meaning are checked elsewhere.
"""
