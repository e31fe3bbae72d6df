"""What other systems read: official data by token, and who holds one."""
