"""The page each role lands on: what must I do now, and by when?"""
